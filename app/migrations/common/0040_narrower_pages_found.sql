-- A page for fewer than those who see its community's pages is found by those who may read it.
alter table search_row add column audience text not null default 'community';

-- The index goes through pages once more: those for fewer are not in it yet.
update search_progress set reached = '4:00000000-0000-0000-0000-000000000000' where reached = 'done';
