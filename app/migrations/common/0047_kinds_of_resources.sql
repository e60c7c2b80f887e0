-- Which kinds of resources there are, without reading them all.
create index resource_by_kind on resource (kind, community_id);
