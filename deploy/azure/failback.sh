#!/usr/bin/env bash
# Moves the writable database back to the primary region. `failback.sh --help` says the rest.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

usage() {
  cat <<'HELP'
Moves the database's writable side, and consumers' connections, back to the primary region: a planned switch, nothing is
lost. Run again after an interruption, it goes on where it was.

  failback.sh [--max-lag 60] [--parameters FILE]

  --max-lag   stop if the primary's server, which follows now, is further behind by so many seconds

Steps, each checked before the next:
  1 the primary's server is a replica of the secondary's, and how far it is behind
  2 it is promoted; the secondary's follows it
  3 the primary's consumer uses it, and both sites there are ready
  4 the secondary's consumer uses it

Exit codes: 0 done; 1 a check failed or Azure refused something; 2 wrong usage or parameters
HELP
}

max_lag=60
while (($#)); do
  case $1 in
  --max-lag) option_value "$@" && max_lag=$2 && shift 2 ;;
  --parameters) option_value "$@" && SLUICE_PARAMETERS=$2 && shift 2 ;;
  --help) usage && exit 0 ;;
  *) usage_error "what is $1?" ;;
  esac
done
[[ $max_lag =~ ^[0-9]+$ ]] || usage_error "--max-lag $max_lag is no number of seconds"
parameters_load
roles="primary secondary"
arm_begin
place_global
place_enter primary

say "1 the replica"
server_state primary
case $state in
Primary) say "  ${here[database]} takes writes already" ;;
AsyncReplica | GeoAsyncReplica)
  replica_lag
  [[ $lag != unknown ]] || fail "nobody knows how far ${here[database]} is behind: nothing was changed"
  ((lag <= max_lag)) || fail "${here[database]} is behind by $lag s, more than --max-lag $max_lag: nothing was changed"
  say "  behind by $lag s"
  ;;
*)
  fail "${here[database]} is $state, not a replica of ${there[database]}: nothing was changed." \
    "Delete it and make it one: README.md, Failback"
  ;;
esac

if [[ $state != Primary ]]; then
  say "2 promotion"
  promote primary planned
fi

say "3 ${here[region]}"
in_region primary consumer_follow
in_region primary sites_ready

say "4 ${there[region]}"
in_region secondary consumer_follow
in_region secondary sites_ready
echo "the database is in $PRIMARY_REGION"
