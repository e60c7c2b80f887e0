-- A community's own colour, "#rrggbb". What is shown of it is computed, so that it can be read.
alter table community add column accent text;
