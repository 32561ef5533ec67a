# shellcheck shell=bash
# PostgreSQL flexible server: one that takes writes, one that follows it in the other region. Entra identities only.

# database_home: the role of the region whose server takes writes: primary, unless a failover promoted the other. Read once
# per shell; a step asks Azure, a dry run takes primary.
database_home() {
  [[ -z ${database_at:-} ]] || return 0
  database_at=primary
  local id=$subscription_id/resourceGroups/$DEPLOYMENT-database-$SECONDARY_REGION/providers/Microsoft.DBforPostgreSQL/flexibleServers/$SECONDARY_DATABASE
  if arm_get "$id" && [[ $(jq -r '.properties.replica.role // .properties.replicationRole // ""' <<<"$arm_answer") == @(Primary|None) ]]; then
    database_at=secondary
  fi
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
  local -A first second
  local id
  place_describe first primary
  place_describe second secondary
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
