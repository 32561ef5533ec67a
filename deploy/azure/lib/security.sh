# shellcheck shell=bash
# Network security groups: who may talk to whom inside the networks. One line is one rule; what no line allows, the last
# two deny.

# OTLP over HTTP.
readonly collector_port=4318

# nsg_put NAME: rules on standard input, one a line: direction name protocol from to ports, lists with commas.
# Priorities follow the order, per direction.
nsg_put() {
  local body
  body=$(jq -cRn --arg region "${here[region]}" --argjson tags "$tags" '
    def one_or_many($name): split(",") | if length == 1 then {"\($name)Prefix": .[0]} else {"\($name)Prefixes": .} end;
    def port_range: split(",") | if length == 1 then {destinationPortRange: .[0]} else {destinationPortRanges: .} end;
    def rule($direction; $name; $protocol; $from; $to; $ports; $access; $priority):
      {name: $name, properties: ({direction: $direction, access: $access, protocol: $protocol, priority: $priority,
        sourcePortRange: "*"} + ($from | one_or_many("sourceAddress")) + ($to | one_or_many("destinationAddress")) + ($ports | port_range))};
    def deny($direction; $name): rule($direction; $name; "*"; "*"; "*"; "*"; "Deny"; 4096);
    [inputs | [splits(" +")] | select(length == 6)]
    | [group_by(.[0])[] | to_entries[] | .key as $i | .value
        | rule(.[0]; .[1]; .[2]; .[3]; .[4]; .[5]; "Allow"; 100 + 10 * $i)] as $allowed
    | {location: $region, tags: $tags,
       properties: {securityRules: ($allowed + [deny("Inbound"; "deny-all-inbound"), deny("Outbound"; "deny-all-outbound")])}}')
  arm_put "${here[network_group]}/providers/Microsoft.Network/networkSecurityGroups/$(nsg_name "$1")" "$body"
}

nsg_name() { echo "$DEPLOYMENT-nsg-$1-${here[region]}"; }

# with_commas LIST…: lists with blanks become one with commas.
with_commas() {
  local -a words
  read -ra words <<<"$*"
  local IFS=,
  echo "${words[*]}"
}

# collector_rule DIRECTION: the Function apps' metrics, where there is a collector for them.
collector_rule() {
  [[ -z ${here[collector]} ]] || echo "$1 allow-collector Tcp ${here[integration_subnet]} ${here[collector]} $collector_port"
}

# The workload subnet: those that post orders and ask for them. Sites only, over the firewall, which knows them by name.
nsg_workload() {
  nsg_put workload <<EOF
$(collector_rule Inbound)
Outbound allow-sites Tcp ${here[workload_subnet]} $(with_commas "${here[site_addresses]}") 443
Outbound allow-dns-udp Udp ${here[workload_subnet]} $(with_commas "${here[forwarders]}") 53
Outbound allow-dns-tcp Tcp ${here[workload_subnet]} $(with_commas "${here[forwarders]}") 53
Outbound allow-internet Tcp ${here[workload_subnet]} Internet 80,443
EOF
}

# The integration subnet: both Function apps. Nobody connects to them here: requests come by their private endpoints.
nsg_integration() {
  nsg_put integration <<EOF
Outbound allow-servicebus Tcp ${here[integration_subnet]} ${here[namespace_address]},${there[namespace_address]} 5671,443
Outbound allow-database Tcp ${here[integration_subnet]} ${here[database_address]},${there[database_address]} 5432
Outbound allow-storage Tcp ${here[integration_subnet]} $(with_commas "${here[storage_addresses]}") 443
Outbound allow-monitor-registry Tcp ${here[integration_subnet]} $(shared_endpoints) 443
Outbound allow-dns-udp Udp ${here[integration_subnet]} $(with_commas "${here[forwarders]}") 53
Outbound allow-dns-tcp Tcp ${here[integration_subnet]} $(with_commas "${here[forwarders]}") 53
Outbound allow-internet Tcp ${here[integration_subnet]} Internet 443
$(collector_rule Outbound)
EOF
}

# Where the private endpoints of monitor and registry are: in the primary region only.
shared_endpoints() {
  if [[ ${here[role]} == primary ]]; then echo "${here[endpoint_pool]}"; else echo "${there[endpoint_pool]}"; fi
}

# The endpoints' subnet. From the firewall comes what it let through: it puts its own address on what goes to endpoints,
# so that answers find back.
nsg_endpoint() {
  {
    cat <<EOF
Inbound allow-servicebus Tcp ${here[integration_subnet]} ${here[namespace_address]} 5671,443
Inbound allow-servicebus-firewall Tcp ${here[firewall_subnet]} ${here[namespace_address]} 5671,443
Inbound allow-database Tcp ${here[integration_subnet]},${here[agent_subnet]} ${here[database_address]} 5432
Inbound allow-database-firewall Tcp ${here[firewall_subnet]} ${here[database_address]} 5432
Inbound allow-storage Tcp ${here[integration_subnet]} $(with_commas "${here[storage_addresses]}") 443
Inbound allow-packages Tcp ${here[agent_subnet]} ${here[blob_address]} 443
Inbound allow-sites-firewall Tcp ${here[firewall_subnet]} $(with_commas "${here[site_addresses]}") 443
Inbound allow-sites-agent Tcp ${here[agent_subnet]} $(with_commas "${here[site_addresses]}") 443
EOF
    if [[ ${here[role]} == primary ]]; then
      echo "Inbound allow-monitor-registry Tcp ${here[integration_subnet]},${here[firewall_subnet]} ${here[endpoint_pool]} 443"
    fi
  } | nsg_put endpoint
}

# The forwarders: asked by this region's networks and by on-premises, ask Azure and on-premises.
nsg_dns() {
  local clients azure=168.63.129.16 servers
  clients=$(with_commas "${here[hub_space]}" "${here[spoke_space]}" "$ONPREMISES_SPACES")
  servers=$(with_commas "$ONPREMISES_DNS_SERVERS")
  {
    cat <<EOF
Inbound allow-dns-udp Udp $clients ${here[dns_subnet]} 53
Inbound allow-dns-tcp Tcp $clients ${here[dns_subnet]} 53
Outbound allow-azure-dns-udp Udp ${here[dns_subnet]} $azure 53
Outbound allow-azure-dns-tcp Tcp ${here[dns_subnet]} $azure 53
EOF
    if [[ -n $servers ]]; then
      cat <<EOF
Outbound allow-onpremises-dns-udp Udp ${here[dns_subnet]} $servers 53
Outbound allow-onpremises-dns-tcp Tcp ${here[dns_subnet]} $servers 53
EOF
    fi
    echo "Outbound allow-internet Tcp ${here[dns_subnet]} Internet 80,443"
  } | nsg_put dns
}

# The agent: makes roles and schema, uploads packages, looks whether sites are well. Nobody connects to it.
nsg_agent() {
  nsg_put agent <<EOF
Outbound allow-database Tcp ${here[agent_subnet]} ${here[database_address]} 5432
Outbound allow-packages Tcp ${here[agent_subnet]} ${here[blob_address]} 443
Outbound allow-sites Tcp ${here[agent_subnet]} $(with_commas "${here[site_addresses]}") 443
Outbound allow-internet Tcp ${here[agent_subnet]} Internet 80,443
EOF
}

security_regional() {
  nsg_workload
  nsg_endpoint
  nsg_integration
  nsg_dns
  nsg_agent
}
