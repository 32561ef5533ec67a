#!/usr/bin/env bash
# Moves the writable database to the secondary region. `failover.sh --help` says the rest.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

usage() {
  cat <<'HELP'
Moves the database's writable side, and consumers' connections, to the secondary region. Orders are taken and kept all the
while: producer sends to the namespace that answers. Run again after an interruption, it goes on where it was.

  failover.sh --planned|--forced [--max-lag SECONDS] [--parameters FILE]

  --planned   both regions are there: waits for the replica to have everything; nothing is lost
  --forced    the primary region is lost: what the replica has not got is lost; its lag is printed first
  --max-lag   with --forced: stop if the replica is further behind, or if nobody knows (no limit)

Steps, each checked before the next:
  1 the secondary's server is a replica, and how far it is behind
  2 it is promoted; the primary's follows it (at once, or when its region is back)
  3 the secondary's consumer uses it, and both sites there are ready
  4 the primary's consumer uses it (--forced: as far as that region answers)

Afterwards: clients go to the secondary's producer. Orders that wait in a lost namespace are processed when it is back.
deploy.sh knows that the database has moved; failback.sh moves it back.

Exit codes: 0 done; 1 a check failed or Azure refused something; 2 wrong usage or parameters
HELP
}

option=
max_lag=
while (($#)); do
  case $1 in
  --planned | --forced) option=${1#--} && shift ;;
  --max-lag) option_value "$@" && max_lag=$2 && shift 2 ;;
  --parameters) option_value "$@" && SLUICE_PARAMETERS=$2 && shift 2 ;;
  --help) usage && exit 0 ;;
  *) usage_error "what is $1?" ;;
  esac
done
[[ -n $option ]] || usage_error "--planned or --forced?"
[[ $max_lag =~ ^[0-9]*$ ]] || usage_error "--max-lag $max_lag is no number of seconds"
parameters_load
roles="primary secondary"
arm_begin
place_global
place_enter secondary

say "1 the replica"
server_state secondary
case $state in
Primary) say "  ${here[database]} takes writes already" ;;
AsyncReplica | GeoAsyncReplica)
  replica_lag
  echo "RPO: the replica is behind by: $lag s$([[ $option != planned ]] || echo ' (a planned failover waits for it: 0)')"
  if [[ $option == forced && -n $max_lag ]] && { [[ $lag == unknown ]] || ((lag > max_lag)); }; then
    fail "the lag is $lag, more than --max-lag $max_lag s: nothing was changed"
  fi
  ;;
*) fail "${here[database]} is $state, not a replica: nothing was changed" ;;
esac

started=$SECONDS
if [[ $state != Primary ]]; then
  say "2 promotion"
  promote secondary "$option"
fi

say "3 ${here[region]}"
in_region secondary consumer_follow
in_region secondary sites_ready
echo "RTO: ready in ${here[region]} after $((SECONDS - started)) s"

say "4 ${there[region]}"
# Plainly in a process of its own: the lost region may not answer, and that is no reason to stop here.
(in_region primary consumer_follow) &
if ! wait $!; then
  [[ $option == forced ]] || fail "the primary region's consumer still uses its old server: run this again"
  say "the primary region does not answer: run this again when it does, before its consumers start"
fi
echo "the database is in $SECONDARY_REGION; clients go to https://$SECONDARY_PRODUCER.azurewebsites.net"
