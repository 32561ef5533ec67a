# shellcheck shell=bash
# Runs on the agent: brings the database up to date. Variables set in front of it: server, database, administrator (this
# identity's name and database role), identity (its resource id), role and role_oid (consumer's identity), migrations (lines "version,
# description, script, checksum, SQL in base64", separated by tabs, in order).
#
# Migrations are those of consumer, and are written down as Flyway does (table flyway_schema_history, its checksums), so
# that Flyway finds nothing left to do, and refuses a migration that was changed afterwards.
: "${server:?}" "${database:?}" "${administrator:?}" "${identity:?}" "${role:?}" "${role_oid:?}" "${migrations:?}"

export PGHOST=$server PGUSER=$administrator PGSSLMODE=${PGSSLMODE-verify-full} PGCONNECT_TIMEOUT=20
export PGSSLROOTCERT=${PGSSLROOTCERT-/etc/ssl/certs/ca-certificates.crt}
PGPASSWORD=${PGPASSWORD-$(token https://ossrdbms-aad.database.windows.net "$identity")}
export PGPASSWORD

sql() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }

# make_database: made here and not by Azure, so that this identity owns it.
make_database() {
  sql --dbname postgres --set database="$database" <<'SQL'
select format('create database %I', :'database')
where not exists (select from pg_database where datname = :'database') \gexec
SQL
}

# make_role: the consumer's role is its Entra identity, with no rights but those given below.
make_role() {
  sql --dbname postgres --set role="$role" --set oid="$role_oid" <<'SQL'
select pgaadauth_create_principal_with_oid(:'role', :'oid', 'service', false, false)
where not exists (select from pg_roles where rolname = :'role');
SQL
}

# migrate_one VERSION DESCRIPTION SCRIPT CHECKSUM SQL: migration and its row are one commit. The lock makes a second agent wait.
migrate_one() {
  local known
  known=$(sql --dbname "$database" --tuples-only --no-align --set version="$1" <<'SQL'
select checksum from flyway_schema_history where version = :'version' and success;
SQL
  )
  if [[ -n $known ]]; then
    [[ $known == "$4" ]] || {
      echo "$3 was applied with another content: checksum $known, now $4" >&2
      return 1
    }
    return 0
  fi
  echo "applying $3"
  {
    cat <<'SQL'
begin;
set local lock_timeout = '60s';
lock table flyway_schema_history in share row exclusive mode;
SQL
    base64 -d <<<"$5"
    cat <<'SQL'

insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
select coalesce(max(installed_rank), 0) + 1, :'version', :'description', 'SQL', :'script', :'checksum', current_user, 0, true
from flyway_schema_history;
commit;
SQL
  } | sql --dbname "$database" --set version="$1" --set description="$2" --set script="$3" --set checksum="$4"
}

migrate() {
  local version description script checksum content
  sql --dbname "$database" <<'SQL'
set client_min_messages = warning;
create table if not exists flyway_schema_history (
    installed_rank integer not null constraint flyway_schema_history_pk primary key,
    version varchar(50), description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null,
    checksum integer, installed_by varchar(100) not null, installed_on timestamp not null default now(),
    execution_time integer not null, success boolean not null);
create index if not exists flyway_schema_history_s_idx on flyway_schema_history (success);
SQL
  while IFS=$'\t' read -r version description script checksum content; do
    migrate_one "$version" "$description" "$script" "$checksum" "$content"
  done <<<"$migrations"
}

# grant_rights: rows, not tables: what consumer may do, now and with tables to come.
grant_rights() {
  sql --dbname "$database" --set role="$role" --set database="$database" <<'SQL'
revoke all on database :"database" from public;
revoke all on schema public from public;
grant connect on database :"database" to :"role";
grant usage on schema public to :"role";
grant select, insert, update, delete on all tables in schema public to :"role";
grant usage, select on all sequences in schema public to :"role";
alter default privileges in schema public grant select, insert, update, delete on tables to :"role";
alter default privileges in schema public grant usage, select on sequences to :"role";
revoke insert, update, delete on flyway_schema_history from :"role";
SQL
}

make_database
make_role
migrate
grant_rights
echo "the database is up to date"
