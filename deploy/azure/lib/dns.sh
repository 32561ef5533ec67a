# shellcheck shell=bash
# Private zones, one of each kind for both regions, linked to the hubs only: spokes and on-premises ask the forwarders,
# which stand in the hubs.

readonly private_zones="
privatelink.servicebus.windows.net privatelink.postgres.database.azure.com privatelink.azurewebsites.net
privatelink.blob.core.windows.net privatelink.file.core.windows.net privatelink.queue.core.windows.net
privatelink.table.core.windows.net privatelink.monitor.azure.com privatelink.oms.opinsights.azure.com
privatelink.ods.opinsights.azure.com"

zone_id() { echo "$dns_group/providers/Microsoft.Network/privateDnsZones/$1"; }

zone_names() { echo "$private_zones ${REGISTRY:+privatelink.azurecr.io}"; }

dns_global() {
  local zone
  for zone in $(zone_names); do
    arm_put "$(zone_id "$zone")" "$(printf '{"location":"global","tags":%s}' "$tags")"
  done
}

dns_regional() {
  local zone
  for zone in $(zone_names); do
    arm_put "$(zone_id "$zone")/virtualNetworkLinks/${here[hub]##*/}" "$(
      printf '{"location":"global","tags":%s,"properties":{"registrationEnabled":false,"virtualNetwork":{"id":"%s"}}}' "$tags" "${here[hub]}"
    )"
  done
}
