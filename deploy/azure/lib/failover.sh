# shellcheck shell=bash
# Moving the database's writable side from one region to the other, and the consumers with it. Service Bus needs no move:
# both namespaces take orders all the time, and producer goes to the other one by itself.

# server_state ROLE: sets state to what Azure says of the server of that region: Primary, AsyncReplica, …, or gone.
server_state() {
  local -n described=${1}_place
  state=gone
  if arm_get "${described[database_id]}"; then
    state=$(server_role)
    state=${state:-unknown}
  fi
}

# replica_lag: sets lag to the seconds that this region's replica is behind, or to unknown.
replica_lag() {
  agent_ask lag "server=${here[database]}.postgres.database.azure.com" "administrator=$DEPLOYMENT-agent" "identity=$(identity_id agent)"
  lag=$(agent_said lag | sed '/^$/d' | tail -n 1)
  [[ $lag =~ ^[0-9]+$ ]] || lag=unknown
}

# promote ROLE planned|forced: the server of that region takes the writes; the other one follows it as soon as it can.
promote() {
  local -n described=${1}_place
  arm_patch "${described[database_id]}" "$(jq -cn --arg option "$2" '
    {properties: {replica: {role: "Primary", promoteMode: "switchover", promoteOption: $option}}}')"
  [[ $dry_run == no ]] || return 0
  local poll
  for ((poll = 1; poll <= ${SLUICE_POLLS:-360}; poll++)); do
    if [[ $(server_role) == Primary ]]; then
      echo "$1" >"$arm_work/database-at"
      return
    fi
    arm_pause 1
    arm_call get "${described[database_id]}" || fail "${described[database]} has gone"
  done
  fail "${described[database]} is $(server_role), not Primary"
}

# consumer_follow: this region's consumer uses the server that takes writes. Only that setting is changed, and nothing is
# asked that lives in the other region: it may be lost.
consumer_follow() {
  local server=${here[database]} settings
  database_home
  [[ ${here[role]} == "$database_at" ]] || server=${there[database]}
  [[ $dry_run == no ]] || return 0
  arm_post "${here[consumer_id]}/config/appsettings/list"
  settings=$(jq -ce --arg url "$(database_url "$server")" '
    {properties: (.properties | select(length > 0) | .QUARKUS_DATASOURCE_JDBC_URL = $url)}' <<<"$arm_answer") ||
    fail "${here[consumer]} has no settings: deploy.sh --step functions"
  arm_put "${here[consumer_id]}/config/appsettings" "$settings"
}

# sites_ready: whether this region's sites answer that they are ready.
sites_ready() {
  agent_ask health "sites=${here[producer]}.azurewebsites.net ${here[consumer]}.azurewebsites.net"
}
