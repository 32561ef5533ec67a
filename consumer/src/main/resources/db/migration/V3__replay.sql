-- What a parked message needs to be sent back to its queue, and how far that has come.
alter table parked add column body_type text not null default 'data';        -- value, sequence: the body is only what it looked like
alter table parked add column envelope jsonb not null default '{}';          -- further properties of the message, such as correlationId
alter table parked add column replays integer not null default 0;            -- how often it had been replayed when it was parked
alter table parked add column state text not null default 'parked'
    check (state in ('parked', 'replaying', 'replayed', 'discarded'));
alter table parked add column state_since timestamptz;                       -- null: since parked_at
alter table parked add column operation uuid;                                -- what changed the state

update parked set replays = (properties ->> 'sluice-replays')::integer
    where properties ->> 'sluice-replays' ~ '^[0-9]{1,9}$';

-- Pages of what is parked, in this order.
create index parked_in_order on parked (state, parked_at, namespace, sequence_number);
create index parked_operation on parked (operation) where state = 'replaying';

-- Keys of messages from an earlier life of a queue, whose numbers have started anew: see ParkedMessages.
create sequence parked_displaced;

-- What somebody has asked for. A worker takes it by moving due_at into the future, does one page and moves it back: so one
-- works on it at a time, at its rate, and when that one dies another goes on.
create table parking_operation (
    id           uuid        primary key,
    action       text        not null check (action in ('replay', 'discard')),
    selection    jsonb       not null,           -- the filter, or the keys
    rate         integer     not null,           -- messages per second
    force        boolean     not null,
    comment      text,
    requested_by text        not null,
    requested_at timestamptz not null default now(),
    matched      bigint      not null,           -- how many messages matched when it was asked for
    due_at       timestamptz not null default now(),
    cursor       jsonb,                          -- the last message that was looked at
    cancelled_by text,                           -- null: nobody
    last_error   text,
    finished_at  timestamptz
);

create index parking_operation_due on parking_operation (due_at) where finished_at is null;

-- One row for each message that an operation looked at: what became of it. Append-only, and kept.
create table parking_audit (
    entry           bigint      generated always as identity primary key,
    operation       uuid        not null references parking_operation,
    namespace       text        not null,
    sequence_number bigint      not null,
    order_id        uuid,
    action          text        not null,
    outcome         text        not null,
    forced          boolean     not null,        -- a limit was overridden for it
    actor           text        not null,
    recorded_at     timestamptz not null default now()
);

create index parking_audit_operation on parking_audit (operation, outcome);
create index parking_audit_message on parking_audit (namespace, sequence_number);
