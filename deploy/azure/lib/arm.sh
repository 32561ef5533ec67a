# shellcheck shell=bash
# One resource, one body, one PUT. Short bodies are written out (no parameter holds a quote or a backslash: its check sees
# to that), those with lists or choices are made by jq. With --dry-run nothing is called: what would be put is printed instead, one JSON object
# a line, and what only Azure can know is made up, the same in every run.

# Pinned, because what a body may hold depends on it.
declare -rA api_versions=(
  [Microsoft.Resources/resourceGroups]=2025-04-01
  [Microsoft.Network]=2024-07-01
  [Microsoft.Network/privateDnsZones]=2024-06-01
  [Microsoft.Network/privateDnsZones/virtualNetworkLinks]=2024-06-01
  [Microsoft.ServiceBus]=2024-01-01
  [Microsoft.DBforPostgreSQL]=2024-08-01
  [Microsoft.Compute]=2024-11-01
  [Microsoft.Storage]=2024-01-01
  [Microsoft.Web]=2024-11-01
  [Microsoft.ManagedIdentity]=2024-11-30
  [Microsoft.Authorization]=2022-04-01
  [Microsoft.ContainerRegistry]=2025-04-01
  [Microsoft.OperationalInsights]=2022-10-01
  [Microsoft.Insights/components]=2020-02-02
  [Microsoft.Insights/autoscaleSettings]=2022-10-01
  [Microsoft.Insights/diagnosticSettings]=2021-05-01-preview
  [Microsoft.Insights/privateLinkScopes]=2021-07-01-preview
  [Microsoft.Insights/privateLinkScopes/scopedResources]=2021-07-01-preview
)

dry_run=no
arm_answer=
arm_work=

# arm_begin: signs nobody in, but makes sure that somebody is; sets subscription, tenant and the tag.
arm_begin() {
  needs jq "bodies are made with it"
  if [[ $dry_run == yes ]]; then
    subscription=${SUBSCRIPTION:-00000000-0000-0000-0000-000000000000}
    tenant=00000000-0000-0000-0000-00000000ffff
  else
    needs az "every call goes through it"
    local account
    account=$(az account show ${SUBSCRIPTION:+--subscription "$SUBSCRIPTION"} --query '[id,tenantId]' --output tsv) ||
      fail "nobody is signed in: az login"
    { read -r subscription && read -r tenant; } <<<"${account//$'\t'/$'\n'}"
    arm_work=$(mktemp -d)
    trap 'rm -rf "$arm_work"' EXIT
  fi
  subscription_id=/subscriptions/$subscription
  tags=$(jq -cn --arg deployment "$DEPLOYMENT" '{"sluice-deployment": $deployment}')
  readonly subscription tenant subscription_id tags
}

# arm_type ID: the resource's type, such as Microsoft.Network/virtualNetworks, in REPLY.
arm_type() {
  local id=${1%%\?*}
  local rest=${id##*/providers/}
  REPLY=Microsoft.Resources/resourceGroups
  [[ $rest != "$id" ]] || return 0
  REPLY=${rest%%/*}
  rest=${rest#*/}
  while :; do
    REPLY+=/${rest%%/*}
    [[ $rest == */*/* ]] || break
    rest=${rest#*/*/}
  done
}

# arm_version ID: the api-version to use, in REPLY.
arm_version() {
  arm_type "$1"
  local type=$REPLY
  REPLY=${api_versions[$type]:-${api_versions[${type%%/*}]:-}}
  [[ -n $REPLY ]] || fail "no api-version is pinned for $type"
}

# arm_pause TRY: between tries, longer each time, a minute at the most.
arm_pause() {
  local seconds=$((${SLUICE_POLL_SECONDS:-10} * $1))
  ((seconds == 0)) || sleep $((seconds < 60 ? seconds : 60))
}

# arm_orphaned: whether the script that this part of it belongs to has been killed. Then nothing more is to be changed.
arm_orphaned() { ! kill -0 "$$" 2>/dev/null; }

# arm_may_pass MESSAGE: whether what az said may be otherwise in a moment: conflicts, throttling, errors of Azure's own, no
# connection, and what has been put but is not known everywhere yet.
arm_may_pass() {
  [[ $1 =~ (^|ERROR: )(Conflict|Too\ Many\ Requests|Internal\ Server\ Error|Bad\ Gateway|Service\ Unavailable|Gateway\ Time-?[Oo]ut)\( ||
    $1 =~ (PrincipalNotFound|ReferencedResourceNotProvisioned|RetryableError) ||
    $1 =~ (Connection\ (aborted|refused|reset)|Max\ retries\ exceeded|timed\ out) ]]
}

# arm_call METHOD ID [BODY]: leaves the answer in arm_answer. What may pass is tried again, SLUICE_TRIES times at the most.
# Returns 4 where there is no such resource; any other refusal ends the script.
arm_call() {
  local method=$1 id=$2 file=$arm_work/call-$BASHPID try said
  local -a body=()
  if [[ -n ${3:-} ]]; then
    printf '%s' "$3" >"$file.json"
    body=(--body "@$file.json")
  fi
  arm_version "$id"
  local url="$id?api-version=$REPLY"
  # An id may bring a query of its own.
  [[ $id != *\?* ]] || url="$id&api-version=$REPLY"
  for ((try = 1; ; try++)); do
    ! arm_orphaned || exit 143
    if arm_answer=$(az rest --method "$method" --url "$url" "${body[@]}" --output json 2>"$file.err"); then
      return 0
    fi
    said=$(<"$file.err")
    [[ ! $said =~ (^|ERROR: )Not\ Found ]] || return 4
    if ! arm_may_pass "$said" || ((try >= ${SLUICE_TRIES:-8})); then
      fail "$method $id: $said"
    fi
    say "  again in a moment: $method ${id##*/}: ${said:0:120}"
    arm_pause "$try"
  done
}

# arm_wait ID: until Azure is done with the resource whose state is in arm_answer.
arm_wait() {
  local poll state field='.provisioningState? // "Succeeded"'
  arm_type "$1"
  # These have no such state, but one of their own; without it, they are not there yet.
  [[ $REPLY != Microsoft.DBforPostgreSQL/flexibleServers ]] || field='.state? // "unknown"'
  for ((poll = 1; ; poll++)); do
    state=$(jq -r ".properties | $field" <<<"${arm_answer:-null}")
    case $state in
    Succeeded | Ready) return 0 ;;
    Failed | Canceled | Dropping | Disabled | Stopped)
      # Why a script on a machine failed is told to those who ask for it only.
      [[ $1 != */runCommands/* ]] || arm_call get "$1?\$expand=instanceView" || true
      fail "$1 ended as $state: $(jq -c '.properties | .instanceView? // .error? // empty' <<<"$arm_answer")"
      ;;
    esac
    ((poll <= ${SLUICE_POLLS:-360})) || fail "$1 is still $state"
    arm_pause 1
    arm_call get "$1" || fail "$1 has gone while it was $state"
  done
}

# arm_print METHOD ID BODY: the dry run's line.
arm_print() {
  arm_version "$2"
  printf '{"method":"%s","url":"%s","apiVersion":"%s","body":%s}\n' "$1" "$2" "$REPLY" "${3:-null}"
}

# arm_put ID BODY: the whole state of one resource, and waits until it is so.
arm_put() {
  [[ -n ${2:-} ]] || fail "no body was made for $1"
  if [[ $dry_run == yes ]]; then
    arm_print PUT "$1" "$2"
    return
  fi
  arm_type "$1"
  say "$REPLY ${1##*/}"
  arm_call put "$1" "$2" || fail "put $1: what it belongs to is not there"
  # Taken on, and no word about the state.
  [[ -n $arm_answer ]] || arm_call get "$1" || fail "$1 was put and is not there"
  arm_wait "$1"
}

# arm_post ID/ACTION [BODY]
arm_post() {
  if [[ $dry_run == yes ]]; then
    arm_print POST "$1" "${2:-}"
    return
  fi
  say "post ${1##*/} to $(basename "${1%/*}")"
  arm_call post "$1" "${2:-}" || fail "post $1: there is no such resource"
}

# arm_patch ID BODY: changes a part of one resource, and waits until it is so.
arm_patch() {
  if [[ $dry_run == yes ]]; then
    arm_print PATCH "$1" "$2"
    return
  fi
  say "change ${1##*/}"
  arm_call patch "$1" "$2" || fail "patch $1: there is no such resource"
  arm_call get "$1" || fail "$1 has gone"
  arm_wait "$1"
}

# arm_get ID: returns 4 where there is none; in a dry run there is none of anything.
arm_get() {
  arm_answer=
  [[ $dry_run == no ]] || return 4
  arm_call get "$1"
}

# arm_remember NAME: keeps the answer for steps that run in other shells.
arm_remember() {
  [[ $dry_run == yes ]] || printf '%s' "$arm_answer" >"$arm_work/$1"
}
