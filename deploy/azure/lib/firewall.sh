# shellcheck shell=bash
# Azure Firewall, one per region. Whatever leaves a network, for the other region or for outside, passes it, and what no
# rule here allows is denied and logged.

firewall_policy_id() { echo "${here[network_group]}/providers/Microsoft.Network/firewallPolicies/$DEPLOYMENT-policy-${here[region]}"; }

# network_rules: lines "name protocols sources destinations ports" on standard input, lists with commas.
network_rules() {
  jq -cRn '[inputs | [splits(" +")] | select(length == 5)
    | {ruleType: "NetworkRule", name: .[0], ipProtocols: (.[1] | split(",")), sourceAddresses: (.[2] | split(",")),
       destinationAddresses: (.[3] | split(",")), destinationPorts: (.[4] | split(","))}]'
}

# application_rules: lines "name protocols sources names", protocols as Https:443, lists with commas.
application_rules() {
  jq -cRn '[inputs | [splits(" +")] | select(length == 4)
    | {ruleType: "ApplicationRule", name: .[0],
       protocols: [.[1] | split(",")[] | split(":") | {protocolType: .[0], port: (.[1] | tonumber)}],
       sourceAddresses: (.[2] | split(",")), targetFqdns: (.[3] | split(","))}]'
}

# Between the regions, in both directions: each flow passes both firewalls, so each has the rule for both.
firewall_network_rules() {
  network_rules <<EOF
servicebus-to-${there[region]} TCP ${here[integration_subnet]} ${there[namespace_address]} 5671,443
servicebus-from-${there[region]} TCP ${there[integration_subnet]} ${here[namespace_address]} 5671,443
database-to-${there[region]} TCP ${here[integration_subnet]} ${there[database_address]} 5432
database-from-${there[region]} TCP ${there[integration_subnet]} ${here[database_address]} 5432
monitor-registry-${SECONDARY_REGION} TCP $SECONDARY_INTEGRATION_SUBNET $(shared_endpoints) 443
$(firewall_onpremises_rules)
EOF
}

# Name resolution between the forwarders and on-premises, where its way leads over the firewall.
firewall_onpremises_rules() {
  [[ -z $ONPREMISES_DNS_SERVERS ]] ||
    echo "dns-to-onpremises TCP,UDP ${here[dns_subnet]} $(with_commas "$ONPREMISES_DNS_SERVERS") 53"
  [[ -z $ONPREMISES_SPACES ]] ||
    echo "dns-from-onpremises TCP,UDP $(with_commas "$ONPREMISES_SPACES") ${here[dns_subnet]} 53"
}

# By name. The scm sites have the same addresses as the sites: here they can be told apart, and are not let through.
firewall_application_rules() {
  local packages=${PACKAGES_URL#https://} clients
  clients=$(with_commas "${here[workload_subnet]}" "$ONPREMISES_SPACES")
  {
    cat <<EOF
sites Https:443 $clients ${here[producer]}.azurewebsites.net,${here[consumer]}.azurewebsites.net
operating-system Http:80,Https:443 ${here[dns_subnet]},${here[agent_subnet]},${here[workload_subnet]} $(with_commas "$ALLOW_OS")
functions Https:443 ${here[integration_subnet]} $(with_commas "$ALLOW_FUNCTIONS")
agent Https:443 ${here[agent_subnet]} $(with_commas "$ALLOW_AGENT" "${packages%%/*}")
EOF
    [[ -z $ALLOW_WORKLOAD ]] || echo "workload Https:443 ${here[workload_subnet]} $(with_commas "$ALLOW_WORKLOAD")"
  } | application_rules
}

# What keeps its own address on the way through. Not in the list is the endpoints' subnet of this region (the last
# firewall before an endpoint puts its own address on, for endpoints don't answer by route tables), nor anything public.
firewall_private_ranges() {
  jq -cn '$ARGS.positional | map(splits(" +") | select(. != ""))' --args -- "${here[hub_space]}" "${here[workload_subnet]}" \
    "${here[integration_subnet]}" "${there[hub_space]}" "${there[spoke_space]}" "$ONPREMISES_SPACES"
}

firewall_policy_put() {
  local policy
  policy=$(firewall_policy_id)
  arm_put "$policy" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" --arg tier "$FIREWALL_TIER" \
    --argjson ranges "$(firewall_private_ranges)" '
    {location: $region, tags: $tags, properties: {sku: {tier: $tier}, threatIntelMode: "Deny",
      snat: {privateRanges: $ranges, autoLearnPrivateRanges: "Disabled"}}}')"
  arm_put "$policy/ruleCollectionGroups/flows" "$(jq -cn --argjson network "$(firewall_network_rules)" \
    --argjson application "$(firewall_application_rules)" '
    def collection($name; $priority; $rules): {ruleCollectionType: "FirewallPolicyFilterRuleCollection", name: $name,
      priority: $priority, action: {type: "Allow"}, rules: $rules};
    {properties: {priority: 1000, ruleCollections: [collection("network"; 100; $network), collection("application"; 200; $application)]}}')"
}

firewall_put() {
  local address=${here[network_group]}/providers/Microsoft.Network/publicIPAddresses/$DEPLOYMENT-firewall-${here[region]}
  arm_put "$address" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" --arg zones "$ZONES" '
    {location: $region, tags: $tags, zones: ($zones / " "), sku: {name: "Standard"},
     properties: {publicIPAllocationMethod: "Static", publicIPAddressVersion: "IPv4"}}')"
  arm_put "${here[firewall]}" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" --arg zones "$ZONES" \
    --arg tier "$FIREWALL_TIER" --arg subnet "${here[hub]}/subnets/AzureFirewallSubnet" --arg address "$address" \
    --arg policy "$(firewall_policy_id)" '
    {location: $region, tags: $tags, zones: ($zones / " "), properties: {sku: {name: "AZFW_VNet", tier: $tier},
      firewallPolicy: {id: $policy},
      ipConfigurations: [{name: "public", properties: {subnet: {id: $subnet}, publicIPAddress: {id: $address}}}]}}')"
}

firewall_regional() {
  firewall_policy_put
  firewall_put
  [[ $dry_run == yes ]] || firewall_private "${here[firewall_address]}" >"$arm_work/firewall-${here[role]}"
  arm_put "${here[firewall]}/providers/Microsoft.Insights/diagnosticSettings/to-workspace" "$(jq -cn --arg workspace "$workspace_id" '
    {properties: {workspaceId: $workspace, logAnalyticsDestinationType: "Dedicated",
      logs: [{category: ("AZFWNetworkRule", "AZFWApplicationRule", "AZFWNatRule", "AZFWThreatIntel", "AZFWDnsQuery"), enabled: true}],
      metrics: [{category: "AllMetrics", enabled: true}]}}')"
}

# firewall_correct_routes: after both firewalls: where one has not the address that the routes were put with, they are put
# again.
firewall_correct_routes() {
  local role
  for role in primary secondary; do
    local file=$arm_work/firewall-$role expected=${here[firewall_address]}
    [[ $role == "${here[role]}" ]] || expected=${there[firewall_address]}
    if [[ $dry_run == no && -s $file && $(<"$file") != "$expected" ]]; then
      say "the firewall of the $role region has $(<"$file"), not $expected: the routes once more"
      firewall_addresses
      routes_put
      return
    fi
  done
}
