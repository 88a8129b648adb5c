-- A projection of the intelligence topic: filled by the sink, read by lists. It may be emptied and filled again; docs/deploy.md says how.
create table intelligence (
    id          text        primary key,
    ts          timestamptz not null, -- the record's timestamp: when the post was learned
    type        text        not null, -- source of the post, lower case
    subtype     text        not null, -- what it is about, lower case
    is_valuable boolean     not null,
    retracted   boolean     not null,
    assets      text[]      not null,
    record      bytea       not null  -- the topic's value as it is, wire format
);

-- Lists are newest first, ties broken by id; one index for each filter that keeps this order.
create index intelligence_newest on intelligence (ts desc, id desc);
create index intelligence_newest_by_type on intelligence (type, ts desc, id desc);
create index intelligence_newest_by_subtype on intelligence (subtype, ts desc, id desc);
create index intelligence_newest_valuable on intelligence (ts desc, id desc) where is_valuable;
