# shellcheck shell=bash
# Private endpoints: what a service is reached by, instead of an address that the world can see.

# endpoint_put TARGET KIND ADDRESS ZONE…: one in the endpoints' subnet of this region, with its records in the zones. KIND is
# the target's group id. Without ADDRESS ("-"), Azure chooses one.
endpoint_put() {
  local target=$1 kind=$2 address=$3 id
  id=${target%%/providers/*}/providers/Microsoft.Network/privateEndpoints/${target##*/}-$kind
  shift 3
  local fixed='' configs='' config zone
  [[ $address == - ]] || printf -v fixed '{"name":"%s","properties":{"groupId":"%s","memberName":"%s","privateIPAddress":"%s"}}' \
    "$kind" "$kind" "$kind" "$address"
  for zone in "$@"; do
    printf -v config '{"name":"%s","properties":{"privateDnsZoneId":"%s"}}' "${zone//./-}" "$(zone_id "$zone")"
    configs+=${configs:+,}$config
  done
  arm_put "$id" "$(
    printf '{"location":"%s","tags":%s,"properties":{"subnet":{"id":"%s/subnets/endpoint"},' "${here[region]}" "$tags" "${here[spoke]}"
    printf '"customNetworkInterfaceName":"%s-nic","privateLinkServiceConnections":[{"name":"%s","properties":' "${id##*/}" "$kind"
    printf '{"privateLinkServiceId":"%s","groupIds":["%s"]}}],"ipConfigurations":[%s]}}' "$target" "$kind" "$fixed"
  )"
  arm_put "$id/privateDnsZoneGroups/default" "$(printf '{"properties":{"privateDnsZoneConfigs":[%s]}}' "$configs")"
}
