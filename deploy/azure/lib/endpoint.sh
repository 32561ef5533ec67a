# shellcheck shell=bash
# Private endpoints: what a service is reached by, instead of an address that the world can see.

# endpoint_put TARGET KIND ADDRESS ZONE…: one in the endpoints' subnet of this region, with its records in the zones. KIND is
# the target's group id. Without ADDRESS ("-"), Azure chooses one.
endpoint_put() {
  local target=$1 kind=$2 address=$3 id
  id=${target%%/providers/*}/providers/Microsoft.Network/privateEndpoints/${target##*/}-$kind
  shift 3
  arm_put "$id" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" --arg target "$target" --arg kind "$kind" \
    --arg address "$address" --arg name "${id##*/}" --arg subnet "${here[spoke]}/subnets/endpoint" '
    {location: $region, tags: $tags, properties: {subnet: {id: $subnet}, customNetworkInterfaceName: "\($name)-nic",
      privateLinkServiceConnections: [{name: $kind, properties: {privateLinkServiceId: $target, groupIds: [$kind]}}],
      ipConfigurations: (if $address == "-" then [] else
        [{name: $kind, properties: {groupId: $kind, memberName: $kind, privateIPAddress: $address}}] end)}}')"
  arm_put "$id/privateDnsZoneGroups/default" "$(jq -cn --arg zones "$dns_group/providers/Microsoft.Network/privateDnsZones/" '
    {properties: {privateDnsZoneConfigs: [$ARGS.positional[] | {name: gsub("\\."; "-"), properties: {privateDnsZoneId: ($zones + .)}}]}}' \
    --args -- "$@")"
}
