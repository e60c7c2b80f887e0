-- How many found a post helpful where it was written before it came here: nobody can say who.
alter table question add column helpful_elsewhere int not null default 0;
alter table answer add column helpful_elsewhere int not null default 0;
