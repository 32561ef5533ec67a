# shellcheck shell=bash
# PostgreSQL flexible server: one that takes writes, one that follows it in the other region. Entra identities only.

# server_role: what the server in arm_answer is: Primary, AsyncReplica, GeoAsyncReplica or None; nothing before Azure knows.
server_role() { jq -r '.properties.replica.role // .properties.replicationRole // ""' <<<"$arm_answer"; }

# database_home: sets database_at to the role of the region whose server takes writes: primary, unless a failover promoted
# the other. Azure is asked once per run; a dry run takes primary.
database_home() {
  local file=$arm_work/database-at second=$subscription_id/resourceGroups/$DEPLOYMENT-database-$SECONDARY_REGION
  second+=/providers/Microsoft.DBforPostgreSQL/flexibleServers/$SECONDARY_DATABASE
  database_at=primary
  [[ $dry_run == no ]] || return 0
  if [[ ! -s $file ]]; then
    if arm_get "$second" && [[ $(server_role) == @(Primary|None) ]]; then
      database_at=secondary
    fi
    echo "$database_at" >"$file"
  fi
  database_at=$(<"$file")
}

# server_put ID REGION MODE [SOURCE]: MODE is Create or Replica.
server_put() {
  arm_put "$1" "$(jq -cn --arg region "$2" --argjson tags "$tags" --arg mode "$3" --arg source "${4:-}" --arg tenant "$tenant" \
    --arg sku "$DATABASE_SKU" --arg tier "$DATABASE_TIER" --arg version "$DATABASE_VERSION" --argjson storage "$DATABASE_STORAGE_GB" \
    --arg ha "$DATABASE_HA" --argjson days "$DATABASE_BACKUP_DAYS" '
    {location: $region, tags: $tags, sku: {name: $sku, tier: $tier}, properties: ({createMode: $mode, version: $version,
      storage: {storageSizeGB: $storage, autoGrow: "Enabled"},
      authConfig: {activeDirectoryAuth: "Enabled", passwordAuth: "Disabled", tenantId: $tenant},
      network: {publicNetworkAccess: "Disabled"}}
      + if $mode == "Replica" then {sourceServerResourceId: $source}
        else {backup: {backupRetentionDays: $days, geoRedundantBackup: "Enabled"}, highAvailability: {mode: $ha}} end)}')"
  arm_put "$1/configurations/ssl_min_protocol_version" '{"properties":{"value":"TLSv1.2","source":"user-override"}}'
}

database_global() {
  local -n first=primary_place second=secondary_place
  local id
  database_home
  if [[ $database_at == secondary ]]; then
    say "the database is failed over to ${second[region]}: both servers are left as they are until failback.sh"
    return
  fi
  id=${first[database_id]}
  if [[ $roles == *primary* ]]; then
    server_put "$id" "${first[region]}" Create
    identity_read agent
    arm_put "$id/administrators/${principals[agent]}" "$(jq -cn --arg name "$DEPLOYMENT-agent" --arg tenant "$tenant" '
      {properties: {principalType: "ServicePrincipal", principalName: $name, tenantId: $tenant}}')"
  fi
  [[ $roles != *secondary* ]] || server_put "${second[database_id]}" "${second[region]}" Replica "$id"
}

database_regional() {
  endpoint_put "${here[database_id]}" postgresqlServer "${here[database_address]}" privatelink.postgres.database.azure.com
}
