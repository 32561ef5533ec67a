# shellcheck shell=bash
# The registry for sites that run images: only where REGISTRY names one.

registry_id() { echo "$shared_group/providers/Microsoft.ContainerRegistry/registries/$REGISTRY"; }

registry_global() {
  local name
  [[ -n $REGISTRY ]] || return 0
  arm_put "$(registry_id)" "$(jq -cn --arg region "$PRIMARY_REGION" --argjson tags "$tags" '
    {location: $region, tags: $tags, sku: {name: "Premium"}, properties: {adminUserEnabled: false, anonymousPullEnabled: false,
      publicNetworkAccess: "Disabled", networkRuleBypassOptions: "None", zoneRedundancy: "Enabled", dataEndpointEnabled: false}}')"
  for name in producer consumer; do
    role_put "$(registry_id)" AcrPull $name
  done
}

registry_regional() {
  [[ -n $REGISTRY && ${here[role]} == primary ]] || return 0
  endpoint_put "$(registry_id)" registry - privatelink.azurecr.io
}
