-- One row per order whose effect is committed: the mark that makes at-least-once delivery an exactly-once effect.
create table inbox (
    order_id     uuid        primary key,
    body_hash    text        not null,           -- SHA-256 of the message's body, hex: a repeat, or another order under the same id?
    processed_at timestamptz not null default now(),
    repeats      integer     not null default 0  -- redeliveries that were absorbed
);

-- For the purge of what is older than the retention.
create index inbox_processed_at on inbox (processed_at);

-- Messages that can't be processed. They come here from the queue orders-parked and leave by replay or by hand.
create table parked (
    namespace       text        not null,
    sequence_number bigint      not null,
    order_id        uuid,                        -- null when the message has none that can be read
    message_id      text,
    reason          text        not null,
    description     text,
    subject         text,
    content_type    text,
    properties      jsonb       not null,
    body            bytea       not null,
    enqueued_at     timestamptz not null,
    parked_at       timestamptz not null default now(),
    primary key (namespace, sequence_number)
);

create index parked_order_id on parked (order_id);

-- Orders whose last attempt failed and that will be tried again; a row is stale once the order is in inbox or parked.
create table retrying (
    order_id   uuid        primary key,
    reason     text        not null,
    failed_at  timestamptz not null default now()
);

create index retrying_failed_at on retrying (failed_at);

-- What the sample OrderHandler does. Append-only and without a unique key on the order on purpose: if an effect ever
-- happened twice, this table would show it.
create table fulfilment (
    entry       bigint      generated always as identity primary key,
    order_id    uuid        not null,
    customer    text        not null,
    units       bigint      not null,
    recorded_at timestamptz not null default clock_timestamp()
);

create index fulfilment_order_id on fulfilment (order_id);
