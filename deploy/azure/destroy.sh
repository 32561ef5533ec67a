#!/usr/bin/env bash
# Deletes the deployment. `destroy.sh --help` says the rest.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

usage() {
  cat <<'HELP'
Deletes the resource groups that carry this deployment's tag (sluice-deployment=DEPLOYMENT), with all that is in them: orders
on the queues, the databases and their backups, logs. A group that holds something without the tag is left alone.

  destroy.sh [--yes] [--parameters FILE]

  --yes   does not ask

Exit codes: 0 all of it is gone; 1 something is left; 2 wrong usage or parameters, or not confirmed
HELP
}

yes=no
while (($#)); do
  case $1 in
  --yes) yes=yes && shift ;;
  --parameters) option_value "$@" && SLUICE_PARAMETERS=$2 && shift 2 ;;
  --help) usage && exit 0 ;;
  *) usage_error "what is $1?" ;;
  esac
done
parameters_load
arm_begin

# foreign GROUP: what is in it and does not carry the tag. Azure makes some things by itself, without tags, that belong to
# what carries it.
foreign() {
  arm_get "$subscription_id/resourceGroups/$1/resources" || return 0
  jq -r --arg deployment "$DEPLOYMENT" '.value[]? | select(.tags["sluice-deployment"]? != $deployment)
    | select(.type | ascii_downcase | IN("microsoft.network/networkinterfaces", "microsoft.compute/disks",
        "microsoft.compute/virtualmachines/runcommands", "microsoft.alertsmanagement/smartdetectoralertrules",
        "microsoft.insights/actiongroups") | not) | .id' <<<"$arm_answer"
}

tagged="tagName%20eq%20'sluice-deployment'%20and%20tagValue%20eq%20'$DEPLOYMENT'"
arm_get "$subscription_id/resourceGroups?\$filter=$tagged" || fail "the resource groups can't be listed"
groups=$(jq -r --arg deployment "$DEPLOYMENT" '.value[]? | select(.tags["sluice-deployment"]? == $deployment) | .name' <<<"$arm_answer")
[[ -n $groups ]] || { say "nothing carries sluice-deployment=$DEPLOYMENT" && exit 0; }

left=0
doomed=()
for group in $groups; do
  others=$(foreign "$group")
  if [[ -n $others ]]; then
    say "$group is left alone, because it holds what this deployment has not made:"
    say "$others"
    left=1
  else
    doomed+=("$group")
  fi
done

((${#doomed[@]})) || fail "there is no group that could be deleted"
if [[ $yes == no ]]; then
  say "These resource groups and all that is in them will be deleted:" "${doomed[@]}"
  read -rp "Type the deployment's name, $DEPLOYMENT, to go on: " answer || answer=
  [[ $answer == "$DEPLOYMENT" ]] || { say "nothing was deleted" && exit 2; }
fi

# gone GROUP: waits until it is.
gone() {
  local poll
  for ((poll = 1; poll <= ${SLUICE_POLLS:-360}; poll++)); do
    arm_get "$subscription_id/resourceGroups/$1" || return 0
    arm_pause 1
  done
  fail "$1 is still there"
}

# Networks last: what stands in a subnet keeps it.
for concern in functions database messaging shared dns network ''; do
  batch=()
  for i in "${!doomed[@]}"; do
    if [[ ${doomed[i]} == "$DEPLOYMENT-$concern"* || -z $concern ]]; then
      batch+=("${doomed[i]}")
      unset 'doomed[i]'
    fi
  done
  for group in "${batch[@]}"; do
    say "delete $group"
    # Gone already is as good.
    arm_call delete "$subscription_id/resourceGroups/$group" || say "$group had gone"
  done
  for group in "${batch[@]}"; do
    gone "$group"
  done
done
exit $left
