# shellcheck shell=bash
# The private link scope: logs and telemetry go in by private endpoint only. There is one for both regions, in the primary,
# because its names (api.monitor.azure.com and others) can have only one address per set of zones.

scope_id() { echo "$shared_group/providers/Microsoft.Insights/privateLinkScopes/$DEPLOYMENT-scope"; }

monitoring_global() {
  local target
  arm_put "$(scope_id)" "$(jq -cn --argjson tags "$tags" '{location: "global", tags: $tags,
    properties: {accessModeSettings: {ingestionAccessMode: "PrivateOnly", queryAccessMode: "Open"}}}')"
  for target in "$workspace_id" "$component_id"; do
    arm_put "$(scope_id)/scopedResources/${target##*/}" "$(jq -cn --arg target "$target" '{properties: {linkedResourceId: $target}}')"
  done
}

# Not before the endpoints with addresses of ours: Azure chooses these, from below.
monitoring_regional() {
  [[ ${here[role]} == primary ]] || return 0
  endpoint_put "$(scope_id)" azuremonitor - privatelink.monitor.azure.com privatelink.oms.opinsights.azure.com \
    privatelink.ods.opinsights.azure.com privatelink.blob.core.windows.net
}
