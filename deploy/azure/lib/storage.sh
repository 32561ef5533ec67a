# shellcheck shell=bash
# The storage account of a region's sites: the host's leases and keys, and the packages. No shared key, no public address,
# no file share; an endpoint for each of its four services all the same, because the host looks each of them up.

storage_put() {
  arm_put "${here[storage_id]}" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" '
    {location: $region, tags: $tags, kind: "StorageV2", sku: {name: "Standard_ZRS"}, properties: {
      publicNetworkAccess: "Disabled", allowBlobPublicAccess: false, allowSharedKeyAccess: false, allowCrossTenantReplication: false,
      defaultToOAuthAuthentication: true, supportsHttpsTrafficOnly: true, minimumTlsVersion: "TLS1_2",
      networkAcls: {defaultAction: "Deny", bypass: "None", ipRules: [], virtualNetworkRules: []}}}')"
}

container_id() { echo "${here[storage_id]}/blobServices/default/containers/$1"; }

# The host would make its two containers by itself; made here, roles can be given on each instead of on the account.
storage_regional() {
  local name kind
  storage_put
  for name in azure-webjobs-hosts azure-webjobs-secrets packages; do
    arm_put "$(container_id $name)" '{"properties":{"publicAccess":"None"}}'
  done
  for kind in blob file queue table; do
    endpoint_put "${here[storage_id]}" $kind "${here[${kind}_address]}" privatelink.$kind.core.windows.net
  done
  for name in producer consumer; do
    role_put "$(container_id azure-webjobs-hosts)" "Storage Blob Data Owner" $name
    role_put "$(container_id azure-webjobs-secrets)" "Storage Blob Data Owner" $name
    role_put "$(container_id packages)" "Storage Blob Data Reader" $name
    # The host writes its diagnostic events into a table.
    role_put "${here[storage_id]}" "Storage Table Data Contributor" $name
  done
  role_put "$(container_id packages)" "Storage Blob Data Contributor" agent
}
