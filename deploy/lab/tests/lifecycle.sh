#!/usr/bin/env bash
# Whatever ends a lab, nothing of it stays, and the next one can be made. Arguments: how lab.sh is called (rootless or
# nothing). SLUICE_LAB_BODIES may name a dry run to build from.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=("$here/../lab.sh" "$@")
SLUICE_LAB_STATE=$(mktemp -d "${TMPDIR:-/tmp}/sluice-lab-lifecycle.XXXXXX")
export SLUICE_LAB_STATE
trap '"${lab[@]}" down; rm -rf -- "$SLUICE_LAB_STATE"' EXIT
bodies=()
[[ -z ${SLUICE_LAB_BODIES:-} ]] || bodies=(--bodies "$SLUICE_LAB_BODIES")

fail() {
  echo "lifecycle: $*" >&2
  exit 1
}

# Processes that this lab has started: they carry its mark.
processes() {
  grep -lszx "SLUICE_LAB_MARK=sluice-network-lab:$SLUICE_LAB_STATE" /proc/[0-9]*/environ 2>/dev/null || true
}

gone() {
  local waited=0
  while [[ -n $(processes) ]]; do
    ((waited++ < 100)) || fail "$1: still there: $(processes)"
    sleep 0.1
  done
  ! ip netns list 2>/dev/null | grep -qx fabric || fail "$1: a namespace is seen outside of the lab"
}

up() { "${lab[@]}" up --no-services "${bodies[@]}"; }

up
[[ -n $(processes) ]] || fail "the lab does not run"
kill -KILL "$(<"$SLUICE_LAB_STATE/launcher")"
gone "after kill -9"
up
up
"${lab[@]}" hosts >/dev/null || fail "after two more starts it is not up"
"${lab[@]}" down
gone "after down"
[[ ! -e $SLUICE_LAB_STATE ]] || fail "down leaves its directory"
mkdir -- "$SLUICE_LAB_STATE"
: >"$SLUICE_LAB_STATE/somebody's"
! up 2>/dev/null || fail "it takes a directory that is not its own"
[[ -e $SLUICE_LAB_STATE/somebody\'s ]] || fail "it deletes what is not its own"
echo "lifecycle: nothing stays after kill -9, a second start and down"
