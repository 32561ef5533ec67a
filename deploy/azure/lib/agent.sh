# shellcheck shell=bash
# The agent of a region, and what it is told to do. Nothing here is a secret: it gets its tokens by itself.

agent_name() { echo "$DEPLOYMENT-agent-${here[region]}"; }

agent_regional() {
  machine_put "$(agent_name)" agent - "$(zone_of 1)" "$(identity_id agent)" "$(<"$azure_home/agent/cloud-init.yaml")"
}

# agent_ask TASK NAME=VALUE…: the same as agent_run for what has to be done anew each time: Azure need not run a script again
# that has not changed.
agent_ask() {
  agent_run "$@" "asked=$(date +%s.%N)"
}

# agent_run TASK NAME=VALUE…: runs agent/TASK.sh on this region's agent, with these variables, and waits. Scripts can be run
# again.
agent_run() {
  local script task=$1 assignment
  shift
  script=$'#!/usr/bin/env bash\nset -euo pipefail\n'
  for assignment in "$@"; do
    script+="${assignment%%=*}=$(printf '%q' "${assignment#*=}")"$'\n'
  done
  script+=$(<"$azure_home/agent/token.sh")$'\n'$(<"$azure_home/agent/$task.sh")
  # What runs it is sh; the scripts are bash.
  arm_put "$(machine_id "$(agent_name)")/runCommands/$task" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" \
    --arg script "echo $(base64 -w0 <<<"$script") | base64 -d | bash" '
    {location: $region, tags: $tags, properties: {source: {script: $script}, asyncExecution: false, timeoutInSeconds: 1800,
      treatFailureAsDeploymentFailure: true}}')"
}

# agent_said TASK: what the task printed.
agent_said() {
  [[ $dry_run == no ]] || return 0
  arm_call get "$(machine_id "$(agent_name)")/runCommands/$1?\$expand=instanceView" || return 0
  jq -r '.properties.instanceView.output // ""' <<<"$arm_answer"
}

# flyway_checksum FILE: the checksum that Flyway has for it: CRC-32 of its lines without their ends, as a signed number.
flyway_checksum() {
  local sum
  # gzip leaves the CRC-32 of what it packed in its last eight bytes.
  sum=$(tr -d '\r\n' <"$1" | gzip --stdout | tail --bytes 8 | od --address-radix n --format u4 --read-bytes 4)
  echo $((sum < 1 << 31 ? sum : sum - (1 << 32)))
}

# migration_lines: consumer's migrations in order, one a line, as agent/database.sh wants them.
migration_lines() {
  local file name version description
  local folder=$azure_home/../../consumer/src/main/resources/db/migration
  for file in "$folder"/V*__*.sql; do
    name=${file##*/}
    version=${name#V} version=${version%%__*}
    description=${name#*__} description=${description%.sql}
    printf '%s\t%s\t%s\t%s\t%s\n' "$version" "${description//_/ }" "$name" "$(flyway_checksum "$file")" "$(base64 -w0 "$file")"
  done | sort --version-sort
}

# schema_put: roles, schema and rights, by the agent of the region whose server takes writes.
schema_put() {
  identity_read consumer
  agent_run database "server=${here[database]}.postgres.database.azure.com" database=orders "administrator=$DEPLOYMENT-agent" \
    "identity=$(identity_id agent)" "role=$DEPLOYMENT-consumer" "role_oid=${principals[consumer]}" "migrations=$(migration_lines)"
}

schema_regional() {
  database_home
  [[ ${here[role]} != "$database_at" ]] || schema_put
}
