# shellcheck shell=bash
# Where things are. Two places, primary and secondary; while work goes on in one of them it is "here", the other "there".

declare -A here there primary_place secondary_place

# place_describe ROLE: fills primary_place or secondary_place.
place_describe() {
  local -n place=${1}_place
  local prefix=${1^^} name key group=$subscription_id/resourceGroups/$DEPLOYMENT
  place=([role]=$1)
  for name in REGION NAMESPACE DATABASE STORAGE PRODUCER CONSUMER HUB_SPACE SPOKE_SPACE \
    {FIREWALL,DNS,AGENT,GATEWAY,WORKLOAD,ENDPOINT,INTEGRATION}_SUBNET COLLECTOR; do
    key=${prefix}_$name
    place[${name,,}]=${!key}
  done
  local region=${place[region]}
  for name in network messaging database functions; do
    place[${name}_group]=$group-$name-$region
  done
  local net=${place[network_group]}/providers/Microsoft.Network
  place[hub]=$net/virtualNetworks/$DEPLOYMENT-hub-$region
  place[spoke]=$net/virtualNetworks/$DEPLOYMENT-spoke-$region
  place[firewall]=$net/azureFirewalls/$DEPLOYMENT-firewall-$region
  # The first address that Azure gives away, which the only one who asks in that subnet gets.
  place[firewall_address]=$(cidr_host "${place[firewall_subnet]}" 4)
  place[forwarders]="$(cidr_host "${place[dns_subnet]}" 4) $(cidr_host "${place[dns_subnet]}" 5)"
  # Addresses in the endpoints' subnet: the lower half is Azure's to choose from, the upper half is given here.
  place[endpoint_pool]=${place[endpoint_subnet]%/*}/$((${place[endpoint_subnet]#*/} + 1))
  local half=$(((1 << (32 - ${place[endpoint_subnet]#*/})) / 2))
  for name in namespace database blob file queue table producer consumer; do
    place[${name}_address]=$(cidr_host "${place[endpoint_subnet]}" "$half")
    half=$((half + 1))
  done
  place[storage_addresses]="${place[blob_address]} ${place[file_address]} ${place[queue_address]} ${place[table_address]}"
  place[site_addresses]="${place[producer_address]} ${place[consumer_address]}"
  place[namespace_id]=${place[messaging_group]}/providers/Microsoft.ServiceBus/namespaces/${place[namespace]}
  place[database_id]=${place[database_group]}/providers/Microsoft.DBforPostgreSQL/flexibleServers/${place[database]}
  place[storage_id]=${place[functions_group]}/providers/Microsoft.Storage/storageAccounts/${place[storage]}
  place[producer_id]=${place[functions_group]}/providers/Microsoft.Web/sites/${place[producer]}
  place[consumer_id]=${place[functions_group]}/providers/Microsoft.Web/sites/${place[consumer]}
}

# place_global: what there is once, for both regions, and the two places.
place_global() {
  local group=$subscription_id/resourceGroups/$DEPLOYMENT
  dns_group=$group-dns
  shared_group=$group-shared
  workspace_id=$shared_group/providers/Microsoft.OperationalInsights/workspaces/$DEPLOYMENT-logs
  component_id=$shared_group/providers/Microsoft.Insights/components/$DEPLOYMENT-insights
  readonly dns_group shared_group workspace_id component_id
  place_describe primary
  place_describe secondary
}

# place_enter ROLE
place_enter() {
  local other=secondary key
  [[ $1 == primary ]] || other=primary
  local -n place_here=${1}_place place_there=${other}_place
  for key in "${!place_here[@]}"; do
    here[$key]=${place_here[$key]}
    there[$key]=${place_there[$key]}
  done
}
