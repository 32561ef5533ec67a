#!/usr/bin/env bash
# The locked-down network on this machine: `lab.sh --help` says the rest.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly mark=sluice-network-lab
# Longer than any run takes: a lab that was forgotten ends by itself.
readonly max_seconds=${SLUICE_LAB_SECONDS:-3600}
readonly up_seconds=480

usage() {
  cat <<'EOF'
Rehearses the network that deploy/azure makes: namespaces, nftables and BIND in the place of Azure's.

  lab.sh up [--parameters FILE] [--bodies FILE] [--no-services]
      builds the network from what `deploy.sh --dry-run` would put (or has put into FILE), in namespaces of its own, and
      starts the services
  lab.sh test [--only ROW…]       who reaches what, and who decided it: a table, and JUnit XML
  lab.sh misconfigure             gets the network wrong in many ways; each must be seen by the row that names it
  lab.sh drill                    faults of the network under load: what it costs, and that no accepted order is lost
  lab.sh fault cut|reset HOST | loss HOST PERCENT | latency HOST MILLISECONDS | clear
  lab.sh ci                       all of it, from up to down
  lab.sh hosts                    every host with its addresses
  lab.sh shell HOST [COMMAND…]    a shell on a host, with its name servers
  lab.sh log                      follows the decisions of security groups and firewalls
  lab.sh down                     ends it and deletes all that it left
  lab.sh rootless COMMAND…        the same for a user who is not root, in a user namespace

Environment: SLUICE_LAB_STATE  the lab's directory
             SLUICE_LAB_OUT    where reports go
             SLUICE_LAB_DEPLOY the deploy.sh to ask (deploy/azure/deploy.sh)

Exit codes: 0 done, all as expected; 1 something is not as expected, or it could not be started; 2 wrong usage;
            77 this machine can't run it (the reason is said)
EOF
}

say() { printf '%s\n' "$*"; }
fail() { say "lab: $*" >&2 && exit 1; }
skip() { say "lab: skipped: $*" >&2 && exit 77; }
misuse() { say "lab: $*; see lab.sh --help" >&2 && exit 2; }

# The Python that runs the lab: one that has PyYAML.
find_python() {
  local each
  for each in /usr/bin/python3 python3; do
    if "$each" -c 'import sys, yaml; assert sys.version_info >= (3, 11)' 2>/dev/null; then
      python=$each
      return
    fi
  done
  skip "it needs Python 3.11 or later with PyYAML (python3-yaml)"
}

require() {
  local tool
  PATH=$PATH:/usr/sbin:/sbin
  for tool in ip nft named dig unshare nsenter openssl jq mount setsid; do
    command -v "$tool" >/dev/null || skip "$tool is not installed"
  done
  find_python
  namespaces=(--net --mount --pid --ipc --uts --fork --mount-proc --kill-child)
  entered=(--net --mount --pid --ipc --uts)
  if [[ $rootless == yes ]]; then
    ((EUID != 0)) || skip "rootless is for users who are not root"
    namespaces+=(--user --map-root-user)
    entered+=(--user --preserve-credentials)
  else
    ((EUID == 0)) || skip "it needs root; 'lab.sh rootless …' does without"
  fi
  unshare "${namespaces[@]}" true 2>/dev/null || skip "namespaces can't be made here (unshare ${namespaces[*]})"
}

# The first process of the lab, seen from here; nothing if there is none, or if it is not ours.
holder() {
  local launcher child
  [[ -r $state/launcher ]] || return 1
  launcher=$(<"$state/launcher")
  # It may end while it is looked at.
  { tr '\0' '\n' <"/proc/$launcher/environ" | grep -qx "SLUICE_LAB_MARK=$mark:$state"; } 2>/dev/null || return 1
  { child=$(<"/proc/$launcher/task/$launcher/children"); } 2>/dev/null || return 1
  child=${child%% *}
  [[ -n $child ]] && printf '%s' "$child"
}

down() {
  local pid
  if pid=$(holder); then
    # Everything else in the lab's process namespace ends with its first process.
    kill -KILL "$pid" 2>/dev/null || true
    while [[ -e /proc/$pid ]] && ! grep -qs '^State:.Z' "/proc/$pid/status"; do sleep 0.05; done
  fi
  if [[ -e $state/mark ]]; then
    # The mark goes last: whoever is interrupted here can be followed by another down.
    find "$state" -mindepth 1 ! -path "$state/mark" -delete
    rm -rf -- "$state"
  fi
}

# What it said before it failed is kept, and nothing else.
give_up() {
  mkdir -p -- "$out/lab-logs"
  find "$state" -name '*.log' -exec cp -- {} "$out/lab-logs" \;
  down
  fail "$1; its logs are in $out/lab-logs"
}

make_state() {
  [[ ! -e $state || -e $state/mark || -z $(ls -A -- "$state") ]] || fail "$state holds something that is not a lab's"
  down
  mkdir -p -- "$state"
  chmod 700 -- "$state"
  : >"$state/mark"
}

# dry_run PARAMETERS FILE: what deploy.sh would put
dry_run() {
  "${SLUICE_LAB_DEPLOY:-$here/../azure/deploy.sh}" --region all --dry-run --parameters "$1" >"$2" 2>"$2.log" ||
    fail "deploy.sh --dry-run failed: $(tail -n 3 "$2.log")"
}

up() {
  local parameters=$here/../azure/parameters.env services=yes bodies=
  while (($#)); do
    case $1 in
    --bodies) bodies=${2:?--bodies needs a file} && shift 2 ;;
    --parameters) parameters=${2:?--parameters needs a file} && shift 2 ;;
    --no-services) services=no && shift ;;
    *) misuse "up: what is $1?" ;;
    esac
  done
  make_state
  cp -- "$parameters" "$state/parameters.env"
  if [[ -n $bodies ]]; then cp -- "$bodies" "$state/dry-run.jsonl"; else dry_run "$state/parameters.env" "$state/dry-run.jsonl"; fi
  [[ $services == no ]] || : >"$state/with-services"
  SLUICE_LAB_MARK=$mark:$state setsid unshare "${namespaces[@]}" -- "${program[@]}" hold "$max_seconds" </dev/null >"$state/holder.log" 2>&1 &
  printf '%s' $! >"$state/launcher"
  local waited=0
  until [[ -e $state/ready ]]; do
    [[ ! -e $state/failed ]] || { cat "$state/failed" >&2 && give_up "it could not be built"; }
    ((waited++ < up_seconds * 20)) || give_up "it was not ready within $up_seconds s"
    sleep 0.05
  done
}

# inside COMMAND…: in the lab's namespaces
inside() {
  local pid
  pid=$(holder) || fail "the lab is not up"
  nsenter --target "$pid" "${entered[@]}" -- "$@"
}

shell() {
  (($#)) || misuse "shell needs a host"
  local host=$1 resolv
  shift
  (($#)) || set -- bash
  resolv=$(mktemp "$state/resolv.XXXXXX")
  inside "${program[@]}" resolv "$host" >"$resolv" || fail "see lab.sh hosts"
  # shellcheck disable=SC2016
  inside nsenter "--net=/run/netns/$(inside "${program[@]}" namespace "$host")" unshare --mount sh -c 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"' sh "$resolv" "$@"
}

# step NAME COMMAND…: says how long it took
step() {
  local name=$1 begin=$SECONDS
  shift
  say "== $name"
  "$@" || failed+=("$name")
  say "== $name: $((SECONDS - begin)) s"
}

ci() {
  local begin=$SECONDS bodies
  local -a failed=() mode=()
  [[ $rootless == no ]] || mode=(rootless)
  mkdir -p -- "$out"
  bodies=$(mktemp "$out/bodies.XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -f -- '$bodies' '$bodies.log'; down" EXIT
  dry_run "$here/../azure/parameters.env" "$bodies"
  step "tests of the lab itself" env -C "$here" "$python" -m unittest -q
  step "nothing stays" env SLUICE_LAB_BODIES="$bodies" "$here/tests/lifecycle.sh" "${mode[@]}"
  step up up --bodies "$bodies"
  step matrix inside "${program[@]}" test --out "$out"
  step misconfigurations inside "${program[@]}" misconfigure --out "$out"
  step drills inside "${program[@]}" drill --out "$out"
  step down down
  say "== $((SECONDS - begin)) s in all; ${#failed[@]} failed${failed[*]:+: ${failed[*]}}"
  ((${#failed[@]} == 0))
}

default_directory() {
  if [[ $rootless == no || -w $here ]]; then printf '%s' "$here/target"; else printf '%s' "${TMPDIR:-/tmp}/sluice-lab-$UID"; fi
}

rootless=no
if [[ ${1:-} == rootless ]]; then
  rootless=yes
  shift
fi
command=${1:---help}
(($# == 0)) || shift
state=${SLUICE_LAB_STATE:-$(default_directory)/lab}
out=${SLUICE_LAB_OUT:-$(default_directory)}
export SLUICE_LAB_STATE=$state PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1
case $command in
--help | -h) usage && exit 0 ;;
up | test | misconfigure | drill | fault | ci | hosts | shell | log | down) require ;;
*) misuse "there is no command $command" ;;
esac
program=("$python" -m sluicelab)
case $command in
up | ci | shell) "$command" "$@" ;;
down) down ;;
log) tail -n +1 -F -- "$state/flow.log" ;;
test | misconfigure | drill) inside "${program[@]}" "$command" --out "$out" "$@" ;;
*) inside "${program[@]}" "$command" "$@" ;;
esac
