# shellcheck shell=bash
# The part of the parameters' check that is about addresses.

# address_prefix NAME VALUE: it is a prefix without bits behind its length.
address_prefix() {
  if ! cidr_valid "$2"; then
    breach "$1" "'$2' is not a prefix such as 10.1.0.0/22"
  elif ! cidr_aligned "$2"; then
    breach "$1" "'$2' is misaligned: the prefix that it lies in is $(cidr_address "$(cidr_first "$2")")/${2#*/}"
  else
    return 0
  fi
  return 1
}

# address_subnets PREFIX SPACE SUBNET…: each subnet lies in the space, and none in another.
address_subnets() {
  local space=$1_$2 name other
  local -a seen=()
  for name in "${@:3}"; do
    name=$1_${name}_SUBNET
    [[ -n ${!name} ]] || continue
    cidr_within "${!name}" "${!space}" || breach "$name" "${!name} is not in $space, ${!space}"
    for other in "${seen[@]}"; do
      ! cidr_overlap "${!name}" "${!other}" || breach "$name" "${!name} overlaps with $other, ${!other}"
    done
    seen+=("$name")
  done
}

# address_longest NAME LENGTH WHY
address_longest() {
  [[ -z ${!1} ]] || ((${!1#*/} <= $2)) || breach "$1" "${!1} is smaller than a /$2: $3"
}

# address_collector PREFIX: the collector, if there is one, is one of the workload subnet's addresses that Azure gives away.
address_collector() {
  local address=${1}_COLLECTOR subnet=${1}_WORKLOAD_SUBNET number
  [[ -n ${!address} ]] || return 0
  if ! number=$(cidr_number "${!address}"); then
    breach "$address" "'${!address}' is not an address"
  elif ((number < $(cidr_first "${!subnet}") + 4 || number >= $(cidr_last "${!subnet}"))); then
    breach "$address" "${!address} is none of $subnet, ${!subnet}, that a machine can have"
  fi
}

parameters_check_addresses() {
  local name other value sound=yes
  local -a spaces=() where=()
  for name in {PRIMARY,SECONDARY}_{HUB_SPACE,SPOKE_SPACE,{FIREWALL,DNS,AGENT,WORKLOAD,ENDPOINT,INTEGRATION}_SUBNET}; do
    address_prefix "$name" "${!name}" || sound=no
  done
  for name in PRIMARY_GATEWAY_SUBNET SECONDARY_GATEWAY_SUBNET; do
    if [[ -n ${!name} ]]; then
      address_prefix "$name" "${!name}" || sound=no
    elif [[ $GATEWAY_TRANSIT == yes ]]; then
      breach "$name" "has no value, but GATEWAY_TRANSIT is yes"
    fi
  done
  for value in $ONPREMISES_SPACES; do
    address_prefix ONPREMISES_SPACES "$value" || sound=no
  done
  for value in $ONPREMISES_DNS_SERVERS; do
    cidr_number "$value" >/dev/null || breach ONPREMISES_DNS_SERVERS "'$value' is not an address"
  done
  for value in $ONPREMISES_DOMAINS; do
    [[ $value =~ ^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$ ]] || breach ONPREMISES_DOMAINS "'$value' is not a domain"
  done
  [[ -z $ONPREMISES_DOMAINS || -n $ONPREMISES_DNS_SERVERS ]] || breach ONPREMISES_DNS_SERVERS "has no value, but ONPREMISES_DOMAINS has"
  [[ $sound == yes ]] || return 0

  for name in {PRIMARY,SECONDARY}_{HUB,SPOKE}_SPACE; do
    spaces+=("${!name}") where+=("$name")
  done
  for value in $ONPREMISES_SPACES; do
    spaces+=("$value") where+=(ONPREMISES_SPACES)
  done
  for ((name = 0; name < ${#spaces[@]}; name++)); do
    for ((other = 0; other < name; other++)); do
      ! cidr_overlap "${spaces[name]}" "${spaces[other]}" ||
        breach "${where[name]}" "${spaces[name]} overlaps with ${where[other]}, ${spaces[other]}"
    done
    ! cidr_overlap "${spaces[name]}" 168.63.129.16/32 || breach "${where[name]}" "holds 168.63.129.16, which is Azure's name server"
  done
  for name in PRIMARY SECONDARY; do
    address_subnets "$name" HUB_SPACE FIREWALL DNS AGENT GATEWAY
    address_subnets "$name" SPOKE_SPACE WORKLOAD ENDPOINT INTEGRATION
    address_collector "$name"
    address_longest "${name}_FIREWALL_SUBNET" 26 "Azure Firewall needs that much"
    address_longest "${name}_INTEGRATION_SUBNET" 26 "a plan takes an address per instance, and twice as many while it changes"
    address_longest "${name}_ENDPOINT_SUBNET" 25 "half of it is for endpoints whose addresses Azure chooses"
    address_longest "${name}_DNS_SUBNET" 28 "two forwarders and Azure's own five addresses"
    address_longest "${name}_AGENT_SUBNET" 29 "Azure takes nothing smaller"
    address_longest "${name}_GATEWAY_SUBNET" 27 "a gateway needs that much"
    address_longest "${name}_WORKLOAD_SUBNET" 29 "Azure takes nothing smaller"
  done
}
