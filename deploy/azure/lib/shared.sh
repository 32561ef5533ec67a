# shellcheck shell=bash
# What there is once, for both regions: where logs go, and the identities that the services, the sites and the agents use.

workspace_put() {
  arm_put "$workspace_id" "$(jq -cn --arg region "$PRIMARY_REGION" --argjson tags "$tags" --argjson days "$LOG_RETENTION_DAYS" '
    {location: $region, tags: $tags, properties: {sku: {name: "PerGB2018"}, retentionInDays: $days,
      publicNetworkAccessForIngestion: "Disabled", publicNetworkAccessForQuery: "Enabled", features: {disableLocalAuth: true}}}')"
}

component_put() {
  arm_put "$component_id" "$(jq -cn --arg region "$PRIMARY_REGION" --argjson tags "$tags" --arg workspace "$workspace_id" '
    {location: $region, tags: $tags, kind: "web", properties: {Application_Type: "web", WorkspaceResourceId: $workspace,
      IngestionMode: "LogAnalytics", DisableLocalAuth: true,
      publicNetworkAccessForIngestion: "Disabled", publicNetworkAccessForQuery: "Enabled"}}')"
  arm_remember component
}

# component_connection: where telemetry goes. It lets nobody in: local authentication is off.
component_connection() {
  if [[ $dry_run == yes ]]; then
    echo "InstrumentationKey=$(uuid5 "$component_id");IngestionEndpoint=https://$PRIMARY_REGION-1.in.applicationinsights.azure.com/"
    return
  fi
  if [[ ! -s $arm_work/component ]]; then
    arm_get "$component_id" || fail "there is no ${component_id##*/} yet: deploy.sh --step shared"
    arm_remember component
  fi
  jq -er .properties.ConnectionString "$arm_work/component"
}

identity_id() { echo "$shared_group/providers/Microsoft.ManagedIdentity/userAssignedIdentities/$DEPLOYMENT-$1"; }

# identity_put NAME
identity_put() {
  arm_put "$(identity_id "$1")" "$(printf '{"location":"%s","tags":%s}' "$PRIMARY_REGION" "$tags")"
  arm_remember "identity-$1"
}

# identity_read NAME: who it is; sets principals[NAME] and clients[NAME]. A step may run alone, in another shell than the one
# that put the identity: then Azure is asked.
declare -A principals clients
identity_read() {
  local id file=$arm_work/identity-$1
  id=$(identity_id "$1")
  if [[ $dry_run == yes ]]; then
    principals[$1]=$(uuid5 "$id principal") clients[$1]=$(uuid5 "$id client")
    return
  fi
  if [[ ! -s $file ]]; then
    arm_get "$id" || fail "there is no identity $DEPLOYMENT-$1 yet: deploy.sh --step shared"
    arm_remember "identity-$1"
  fi
  principals[$1]=$(jq -er .properties.principalId "$file") clients[$1]=$(jq -er .properties.clientId "$file")
}

# The roles that are given away here, by the ids that they have everywhere.
declare -rA role_ids=(
  [Service Bus Data Sender]=69a216fc-b8fb-44d8-bc22-1f3c2cd27a39
  [Service Bus Data Owner]=090c5cfd-751d-490a-894a-3ce6f1109419
  [Storage Blob Data Owner]=b7e6dc6d-f1e8-4753-8033-0f276bb0955b
  [Storage Blob Data Contributor]=ba92f5b4-2d11-453d-a403-e96b0029c9fe
  [Storage Blob Data Reader]=2a2b9908-6ea1-4ae2-8e65-a410df84e7d1
  [Storage Table Data Contributor]=0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3
  [Monitoring Metrics Publisher]=3913510d-42f4-4e42-8a64-420c390055eb
  [AcrPull]=7f951dda-4ed3-4680-a7ca-43fe172d538d
)

# role_put SCOPE ROLE IDENTITY: the assignment's name follows from the three, so that a second run finds the first one's.
role_put() {
  local role=${role_ids[$2]:?}
  identity_read "$3"
  arm_put "$1/providers/Microsoft.Authorization/roleAssignments/$(uuid5 "$1|$role|${principals[$3]}")" \
    "$(
      printf '{"properties":{"roleDefinitionId":"%s","principalId":"%s","principalType":"ServicePrincipal","description":"%s"}}' \
        "$subscription_id/providers/Microsoft.Authorization/roleDefinitions/$role" "${principals[$3]}" "$2: $DEPLOYMENT-$3"
    )"
}

shared_global() {
  local name
  workspace_put
  component_put
  for name in producer consumer agent; do
    identity_put "$name"
  done
  for name in producer consumer; do
    role_put "$component_id" "Monitoring Metrics Publisher" "$name"
  done
}
