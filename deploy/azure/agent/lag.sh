# shellcheck shell=bash
# Runs on the agent: how many seconds the replica is behind. Variables set in front of it: server, administrator, identity.
: "${server:?}" "${administrator:?}" "${identity:?}"

export PGHOST=$server PGUSER=$administrator PGSSLMODE=${PGSSLMODE-verify-full} PGCONNECT_TIMEOUT=20
export PGSSLROOTCERT=${PGSSLROOTCERT-/etc/ssl/certs/ca-certificates.crt}
PGPASSWORD=${PGPASSWORD-$(token https://ossrdbms-aad.database.windows.net "$identity")}
export PGPASSWORD
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres --tuples-only --no-align <<'SQL'
select case
    when not pg_is_in_recovery() then 'no replica'
    when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then '0'
    else coalesce(ceil(extract(epoch from now() - pg_last_xact_replay_timestamp()))::text, 'unknown') end;
SQL
