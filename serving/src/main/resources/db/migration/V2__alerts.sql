-- A projection of the alerts topic: filled by the sink, read by lists. It may be emptied and filled again; docs/deploy.md says how.
create table alerts (
    id         text             primary key,
    ts         timestamptz      not null, -- the record's timestamp: when it was decided
    kind       text             not null, -- what happened, lower case
    confidence double precision not null, -- 0..1
    subject    text             not null, -- asset, company or symbol
    asset      text,                      -- null: not one asset
    company    text,                      -- null: none
    case_id    text             not null, -- one cause
    step       int              not null, -- of the cause, from 1
    retracted  boolean          not null,
    record     bytea            not null  -- the topic's value as it is, wire format
);

-- Lists are newest first, ties broken by id; one index for each filter that keeps this order.
create index alerts_newest on alerts (ts desc, id desc);
create index alerts_newest_by_kind on alerts (kind, ts desc, id desc);
create index alerts_newest_by_subject on alerts (subject, ts desc, id desc);
