#!/usr/bin/env bash
# Reads the deployment back and prints its posture. `verify.sh --help` says the rest.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

usage() {
  cat <<'HELP'
Reads everything that matters for the posture back from Azure and prints it as a table: public access, end rules of the
security groups, routes, DNS, TLS, identities and their roles. Changes nothing.

  verify.sh [--region NAME|all] [--json] [--parameters FILE]

  --json   one JSON object a line instead of the table

Exit codes: 0 all as it must be; 1 a breach, or something can't be read; 2 wrong usage or parameters
HELP
}

region=all json=no
while (($#)); do
  case $1 in
  --region) option_value "$@" && region=$2 && shift 2 ;;
  --json) json=yes && shift ;;
  --parameters) option_value "$@" && SLUICE_PARAMETERS=$2 && shift 2 ;;
  --help) usage && exit 0 ;;
  *) usage_error "what is $1?" ;;
  esac
done
parameters_load
choose_roles "$region"
arm_begin
place_global

# read_back NAME ID: keeps the answer under that name. What is not there is read as nothing, and its rows are breaches.
read_back() {
  say "read ${2##*/providers/}"
  arm_get "$2" || arm_answer=null
  jq -c --arg name "$1" '{key: $name, value: .}' <<<"${arm_answer:-null}" >>"$arm_work/read-${here[role]}"
}

read_network() {
  # What the other region's firewall really has.
  firewall_addresses
  local net=${here[network_group]}/providers/Microsoft.Network
  read_back networks "$net/virtualNetworks"
  read_back groups "$net/networkSecurityGroups"
  read_back tables "$net/routeTables"
  read_back interfaces "$net/networkInterfaces"
  read_back firewall "${here[firewall]}"
  read_back policy "$(firewall_policy_id)"
}

read_services() {
  local site group
  read_back namespace "${here[namespace_id]}"
  read_back server "${here[database_id]}"
  read_back server-tls "${here[database_id]}/configurations/ssl_min_protocol_version"
  read_back storage "${here[storage_id]}"
  for site in producer consumer; do
    read_back $site "${here[${site}_id]}"
    read_back $site-web "${here[${site}_id]}/config/web"
    read_back $site-scm "${here[${site}_id]}/basicPublishingCredentialsPolicies/scm"
    read_back $site-ftp "${here[${site}_id]}/basicPublishingCredentialsPolicies/ftp"
    say "read settings of ${here[$site]}"
    arm_call post "${here[${site}_id]}/config/appsettings/list" || arm_answer=null
    jq -c --arg name $site '{key: $name, value: .}' <<<"${arm_answer:-null}" >>"$arm_work/settings-${here[role]}"
  done
  for group in messaging database functions; do
    read_back endpoints-$group "${here[${group}_group]}/providers/Microsoft.Network/privateEndpoints"
  done
}

# place_json PLACE: it as JSON.
place_json() {
  local -n map=$1
  local key
  for key in "${!map[@]}"; do
    printf '%s\n%s\n' "$key" "${map[$key]}"
  done | jq -cRn '[inputs] | [range(0; length; 2) as $i | {key: .[$i], value: .[$i + 1]}] | from_entries'
}

read_region() {
  read_network
  read_services
  jq -rn --slurpfile read "$arm_work/read-${here[role]}" --slurpfile zones "$arm_work/zones" \
    --slurpfile settings "$arm_work/settings-${here[role]}" \
    --argjson here "$(place_json here)" --argjson there "$(place_json there)" --arg deployment "$DEPLOYMENT" '
    ($read | from_entries) as $r
    | {here: ($here + {deployment: $deployment}), there: $there, zones: ($zones | from_entries), settings: ($settings | from_entries),
       read: ($r + {endpoints: [$r | to_entries[] | select(.key | startswith("endpoints-")) | .value // {}]})}' >"$arm_work/all-${here[role]}"
  jq -r -f "$azure_home/lib/posture.jq" "$arm_work/all-${here[role]}" >"$arm_work/rows-${here[role]}"
}

read_zones() {
  local zone
  for zone in $(zone_names); do
    say "read $zone"
    arm_get "$(zone_id "$zone")/virtualNetworkLinks" || arm_answer=null
    jq -c --arg name "$zone" '{key: $name, value: .}' <<<"${arm_answer:-null}" >>"$arm_work/zones"
  done
}

# roles_must: what deploy.sh gives, of its own dry run: lines "identity, role, scope", separated by tabs.
roles_must() {
  local step
  dry_run=yes
  for step in shared servicebus storage registry; do
    ! defined "${step}_global" || "${step}_global"
    for role in primary secondary; do
      ! defined "${step}_regional" || in_region "$role" "${step}_regional"
    done
  done | jq -r 'select(.url | contains("/Microsoft.Authorization/roleAssignments/"))
    | [(.body.properties.description | split(": ") | .[1], .[0]), (.url | split("/providers/Microsoft.Authorization/")[0])] | @tsv'
}

# read_roles: all that an identity of ours may, against what deploy.sh gives it.
read_roles() {
  local name must is all names filter
  all=$(roles_must)
  names=$(for name in "${!role_ids[@]}"; do printf '%s\t%s\n' "${role_ids[$name]}" "$name"; done |
    jq -cRn '[inputs | split("\t") | {key: .[0], value: .[1]}] | from_entries')
  for name in producer consumer agent; do
    say "read roles of $DEPLOYMENT-$name"
    identity_read "$name"
    must=$(awk -F '\t' -v name="$DEPLOYMENT-$name" '$1 == name {print $2 " on " $3}' <<<"$all")
    filter="principalId%20eq%20'${principals[$name]}'"
    arm_get "$subscription_id/providers/Microsoft.Authorization/roleAssignments?\$filter=$filter" || arm_answer=null
    is=$(jq -r --arg principal "${principals[$name]}" --argjson names "$names" '.value[]?.properties | select(.principalId == $principal)
      | "\(.roleDefinitionId | split("/")[-1] | $names[.] // .) on \(.scope)"' <<<"${arm_answer:-null}")
    local note=
    # The table has the scopes' last names only.
    [[ $(sort <<<"${must,,}") == "$(sort <<<"${is,,}")" ]] || note=" (on other scopes)"
    printf 'identities\t%s may\t%s\t%s\n' "$DEPLOYMENT-$name" "$(roles_line <<<"$must")" "$(roles_line <<<"$is")$note"
  done >"$arm_work/rows-roles"
}

# roles_line: roles, one a line, as one line, in order; of a scope its last name.
roles_line() {
  sed 's| on .*/| on |' | sort | paste --serial --delimiters ';' | sed 's/;/; /g'
}

# table: rows on standard input as a table, or as JSON; breaches first to see. Returns 1 if there is one.
table() {
  jq -rRn --arg json "$json" '
    def pad($n): . + (" " * ([$n - length, 0] | max));
    [inputs | split("\t") | {area: .[0], what: .[1], must: .[2], is: .[3], ok: (.[2] == .[3])}] as $rows
    | (if $json == "yes" then $rows[] | tojson
       else ($rows | map(.area | length) | max) as $a | ($rows | map(.what | length) | max) as $w
         | $rows[] | "\(if .ok then "ok    " else "BREACH" end)  \(.area | pad($a))  \(.what | pad($w))  "
             + if .ok then .is else "is \(.is), must be \(.must)" end end),
      (if $json == "yes" then empty else "\($rows | length) checks, \($rows | map(select(.ok | not)) | length) breaches" end)'
}

read_zones
each_region read_region
read_roles
cat "$arm_work"/rows-* >"$arm_work/rows"
table <"$arm_work/rows"
awk -F '\t' '$3 != $4 {exit 1}' "$arm_work/rows"
