#!/usr/bin/env bash
# Puts everything that Sluice needs into Azure, or what it would put on standard output. `deploy.sh --help` says the rest.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

usage() {
  cat <<HELP
Puts the deployment that parameters.env describes into Azure. It can be run again at any time, also after it was
interrupted: each resource is put as a whole, and what is as it should be stays so.

  deploy.sh [--region NAME|primary|secondary|all] [--step NAME…] [--dry-run] [--parameters FILE]

  --region       one region only (all)
  --step         these steps only, in the order below
  --dry-run      calls nothing and needs no az; prints what would be put, one JSON object a line:
                 {"method","url","apiVersion","body"}
  --parameters   another file than parameters.env (also SLUICE_PARAMETERS)

Steps: $all_steps

Both regions are worked on at once; SLUICE_PARALLEL=no takes one after the other. What may pass (conflicts, throttling,
errors of Azure's own) is tried SLUICE_TRIES times (8), waiting SLUICE_POLL_SECONDS (10) longer each time.

Exit codes: 0 done; 1 Azure refused something; 2 wrong usage or parameters
HELP
}

region=all
steps=()
while (($#)); do
  case $1 in
  --region) option_value "$@" && region=$2 && shift 2 ;;
  --parameters) option_value "$@" && SLUICE_PARAMETERS=$2 && shift 2 ;;
  --dry-run) dry_run=yes && shift ;;
  --step)
    shift
    while (($#)) && [[ $1 != -* ]]; do
      # shellcheck disable=SC2086
      one_of "$1" $all_steps || usage_error "there is no step $1"
      steps+=("$1") && shift
    done
    ((${#steps[@]})) || usage_error "--step needs a name"
    ;;
  --help) usage && exit 0 ;;
  *) usage_error "what is $1?" ;;
  esac
done
parameters_load

choose_roles "$region"
arm_begin
place_global
for step in $all_steps; do
  # shellcheck disable=SC2086
  if ((${#steps[@]} == 0)) || one_of "$step" "${steps[@]}"; then
    run_step "$step"
  fi
done
say "done"
