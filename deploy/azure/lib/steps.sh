# shellcheck shell=bash
# The order of things: each step is done once for what there is once, then in each region.

readonly all_steps="groups shared network firewall peering dns forwarder servicebus database storage agent schema functions registry monitoring"

# choose_roles REGION: sets roles to the regions' roles that are meant.
choose_roles() {
  case $1 in
  all) roles="primary secondary" ;;
  primary | "$PRIMARY_REGION") roles=primary ;;
  secondary | "$SECONDARY_REGION") roles=secondary ;;
  *) usage_error "--region $1: the regions are $PRIMARY_REGION and $SECONDARY_REGION" ;;
  esac
  readonly roles
}

defined() { declare -F "$1" >/dev/null; }

# in_region ROLE COMMAND…
in_region() {
  place_enter "$1"
  local prefix="${here[region]}: "
  "${@:2}"
}

# each_region COMMAND…: in each of the regions meant, at once where nothing hinders it. Never behind || or in an if: there
# bash would go on after errors.
each_region() {
  local role pid failed=0
  local -a pids=()
  for role in $roles; do
    if [[ $dry_run == yes || ${SLUICE_PARALLEL:-yes} == no ]]; then
      (in_region "$role" "$@")
    else
      (in_region "$role" "$@") &
      pids+=($!)
    fi
  done
  for pid in "${pids[@]}"; do
    wait "$pid" || failed=1
  done
  ((failed == 0)) || fail "not done: run this again when the reason above is gone"
}

# run_step STEP
run_step() {
  say "== $1"
  ! defined "${1}_global" || "${1}_global"
  ! defined "${1}_regional" || each_region "${1}_regional"
}
