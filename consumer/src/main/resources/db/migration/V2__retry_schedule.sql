-- How far an order's retries have come, for its status.
alter table retrying add column attempts integer not null default 1;
alter table retrying add column next_attempt_at timestamptz;
