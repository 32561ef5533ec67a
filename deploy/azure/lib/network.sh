# shellcheck shell=bash
# Route tables and networks. A subnet is never without its route table and security group: they are put first.

route_table_id() { echo "${here[network_group]}/providers/Microsoft.Network/routeTables/$DEPLOYMENT-routes-$1-${here[region]}"; }

# route_table_put NAME PROPAGATE: routes on standard input, one a line: name prefix next-hop, which is an address or Internet.
# PROPAGATE: whether routes that a gateway learns apply, too.
route_table_put() {
  arm_put "$(route_table_id "$1")" "$(jq -cRn --arg region "${here[region]}" --argjson tags "$tags" --argjson propagate "$2" '
    [inputs | [splits(" +")] | select(length == 3)
      | {name: .[0], properties: ({addressPrefix: .[1]}
          + if .[2] == "Internet" then {nextHopType: .[2]} else {nextHopType: "VirtualAppliance", nextHopIpAddress: .[2]} end)}] as $routes
    | {location: $region, tags: $tags, properties: {disableBgpRoutePropagation: ($propagate | not), routes: $routes}}')"
}

# firewall_addresses: asks for the firewalls' private addresses. Before there is one, it is the address that it will have:
# until then what is sent there is lost, which is what is wanted.
firewall_addresses() {
  ! arm_get "${here[firewall]}" || here[firewall_address]=$(firewall_private "${here[firewall_address]}")
  ! arm_get "${there[firewall]}" || there[firewall_address]=$(firewall_private "${there[firewall_address]}")
}

# firewall_private OTHERWISE: the private address of the firewall in arm_answer.
firewall_private() {
  jq -r --arg otherwise "$1" '[.properties.ipConfigurations[]?.properties.privateIPAddress | values][0] // $otherwise' <<<"$arm_answer"
}

routes_put() {
  # What the firewall lets through to the other region goes to the firewall there.
  route_table_put firewall true <<EOF
internet 0.0.0.0/0 Internet
hub-${there[region]} ${there[hub_space]} ${there[firewall_address]}
spoke-${there[region]} ${there[spoke_space]} ${there[firewall_address]}
EOF
  route_table_put hub true <<EOF
default 0.0.0.0/0 ${here[firewall_address]}
EOF
  route_table_put spoke false <<EOF
default 0.0.0.0/0 ${here[firewall_address]}
EOF
  # What comes from on-premises for other networks passes the firewall; the forwarders, in the hub, it reaches directly.
  [[ -z ${here[gateway_subnet]} ]] || route_table_put gateway true <<EOF
spoke ${here[spoke_space]} ${here[firewall_address]}
hub-${there[region]} ${there[hub_space]} ${here[firewall_address]}
spoke-${there[region]} ${there[spoke_space]} ${here[firewall_address]}
EOF
  # From workload to the endpoints in the same network, too: there the firewall knows sites by name.
  route_table_put workload false <<EOF
default 0.0.0.0/0 ${here[firewall_address]}
endpoints ${here[endpoint_subnet]} ${here[firewall_address]}
EOF
}

# subnet NAME PREFIX ROUTE-TABLE [NSG [DELEGATION]]: a subnet as JSON.
subnet() {
  local group='' delegations=''
  [[ -z ${4:-} ]] || printf -v group ',"networkSecurityGroup":{"id":"%s/providers/Microsoft.Network/networkSecurityGroups/%s"}' \
    "${here[network_group]}" "$(nsg_name "$4")"
  [[ -z ${5:-} ]] || printf -v delegations '{"name":"delegation","properties":{"serviceName":"%s"}}' "$5"
  printf '{"name":"%s","properties":{"addressPrefix":"%s","defaultOutboundAccess":false,"routeTable":{"id":"%s"},' \
    "$1" "$2" "$(route_table_id "$3")"
  printf '"privateEndpointNetworkPolicies":"Enabled","privateLinkServiceNetworkPolicies":"Enabled","delegations":[%s]%s}}\n' \
    "$delegations" "$group"
}

# network_put ID SPACE NAME-SERVERS: subnets as JSON on standard input. No name servers: Azure's own.
network_put() {
  arm_put "$1" "$(jq -cs --arg region "${here[region]}" --argjson tags "$tags" --arg space "$2" --arg servers "$3" '
    {location: $region, tags: $tags, properties: {addressSpace: {addressPrefixes: [$space]},
      dhcpOptions: {dnsServers: [$servers | splits(" +") | select(. != "")]}, subnets: .}}')"
}

network_regional() {
  security_regional
  firewall_addresses
  routes_put
  {
    subnet AzureFirewallSubnet "${here[firewall_subnet]}" firewall
    subnet dns "${here[dns_subnet]}" hub dns
    subnet agent "${here[agent_subnet]}" hub agent
    # Azure takes no security group there.
    [[ -z ${here[gateway_subnet]} ]] || subnet GatewaySubnet "${here[gateway_subnet]}" gateway
  } | network_put "${here[hub]}" "${here[hub_space]}" ""
  {
    subnet workload "${here[workload_subnet]}" workload workload
    subnet endpoint "${here[endpoint_subnet]}" spoke endpoint
    subnet integration "${here[integration_subnet]}" spoke integration Microsoft.Web/serverFarms
  } | network_put "${here[spoke]}" "${here[spoke_space]}" "${here[forwarders]}"
}

# peering_put NETWORK OTHER-NETWORK [TRANSIT [REMOTE]]: whether the other may use gateways of this one, and this one of the other.
peering_put() {
  arm_put "$1/virtualNetworkPeerings/to-${2##*/}" "$(
    printf '{"properties":{"remoteVirtualNetwork":{"id":"%s"},"allowVirtualNetworkAccess":true,' "$2"
    printf '"allowForwardedTraffic":true,"allowGatewayTransit":%s,"useRemoteGateways":%s}}' "${3:-false}" "${4:-false}"
  )"
}

# Spokes are not peered with each other: between regions there are two firewalls.
peering_regional() {
  firewall_correct_routes
  local transit=false
  [[ $GATEWAY_TRANSIT == no ]] || transit=true
  peering_put "${here[hub]}" "${here[spoke]}" $transit
  peering_put "${here[spoke]}" "${here[hub]}" false $transit
  # With --region, the other hub may not be there yet; its own run makes up for it.
  if [[ $dry_run == yes || $roles == *' '* ]] || arm_get "${there[hub]}"; then
    peering_put "${here[hub]}" "${there[hub]}"
  else
    say "no peering with ${there[hub]##*/} yet: deploy ${there[region]}, then this region once more"
  fi
}
