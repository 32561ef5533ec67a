# shellcheck shell=bash
# Reads parameters.env and says all that is wrong with it before anything is called.

readonly parameter_names="
DEPLOYMENT SUBSCRIPTION PRIMARY_REGION SECONDARY_REGION ZONES REGISTRY
PRIMARY_NAMESPACE PRIMARY_DATABASE PRIMARY_STORAGE PRIMARY_PRODUCER PRIMARY_CONSUMER
SECONDARY_NAMESPACE SECONDARY_DATABASE SECONDARY_STORAGE SECONDARY_PRODUCER SECONDARY_CONSUMER
PRIMARY_HUB_SPACE PRIMARY_FIREWALL_SUBNET PRIMARY_DNS_SUBNET PRIMARY_AGENT_SUBNET
PRIMARY_SPOKE_SPACE PRIMARY_WORKLOAD_SUBNET PRIMARY_ENDPOINT_SUBNET PRIMARY_INTEGRATION_SUBNET
SECONDARY_HUB_SPACE SECONDARY_FIREWALL_SUBNET SECONDARY_DNS_SUBNET SECONDARY_AGENT_SUBNET
SECONDARY_SPOKE_SPACE SECONDARY_WORKLOAD_SUBNET SECONDARY_ENDPOINT_SUBNET SECONDARY_INTEGRATION_SUBNET
PRIMARY_GATEWAY_SUBNET SECONDARY_GATEWAY_SUBNET GATEWAY_TRANSIT ONPREMISES_SPACES ONPREMISES_DNS_SERVERS ONPREMISES_DOMAINS
ALLOW_OS ALLOW_FUNCTIONS ALLOW_AGENT ALLOW_WORKLOAD PACKAGES_URL
FIREWALL_TIER SERVICEBUS_CAPACITY SERVICEBUS_CAPACITY_MAX
DATABASE_SKU DATABASE_TIER DATABASE_VERSION DATABASE_STORAGE_GB DATABASE_HA DATABASE_BACKUP_DAYS DATABASE_MAX_CONNECTIONS
VM_SIZE VM_PUBLIC_KEY PLAN_SKU PLAN_MIN_INSTANCES PLAN_MAX_INSTANCES SITE_MIN_INSTANCES SITE_MAX_INSTANCES
CONSUMER_CONCURRENCY LOG_RETENTION_DAYS ORDERS_INLET PRIMARY_COLLECTOR SECONDARY_COLLECTOR PRODUCER_IMAGE CONSUMER_IMAGE"
# These may be empty; the others may not.
readonly parameters_optional="
SUBSCRIPTION REGISTRY PRIMARY_GATEWAY_SUBNET SECONDARY_GATEWAY_SUBNET
ONPREMISES_SPACES ONPREMISES_DNS_SERVERS ONPREMISES_DOMAINS ALLOW_WORKLOAD PRIMARY_COLLECTOR SECONDARY_COLLECTOR PRODUCER_IMAGE CONSUMER_IMAGE"

breaches=()
breach() { breaches+=("$1: $2"); }

# one_of WORD WORD…: the first is among the others.
one_of() {
  [[ $1 =~ ^[^[:space:]]+$ && " ${*:2} " == *" $1 "* ]]
}

# parameters_read FILE: every NAME=value of it becomes a variable. It is read, not run.
parameters_read() {
  local line name value number=0
  [[ -r $1 ]] || {
    breach "$1" "there is no such file, or it can't be read"
    return
  }
  for name in $parameter_names; do unset -v "$name"; done
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    [[ $line =~ ^[[:space:]]*(#.*)?$ ]] && continue
    if [[ $line =~ ^([A-Z][A-Z0-9_]*)=\"([^\"\$\`\\]*)\"$ || $line =~ ^([A-Z][A-Z0-9_]*)=([^[:space:]\"\'\$\`\\\;\&\|\<\>\(\)\#]*)$ ]]; then
      name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
      # shellcheck disable=SC2086
      if ! one_of "$name" $parameter_names; then
        breach "$name" "line $number: there is no such parameter"
      elif [[ -v $name ]]; then
        breach "$name" "line $number: it is set twice"
      else
        printf -v "$name" '%s' "$value"
      fi
    else
      breach "line $number" "is not NAME=value: $line"
    fi
  done <"$1"
}

# parameter_matches NAME REGEX WHY: it has this form, if it has a value.
parameter_matches() {
  [[ -z ${!1} || ${!1} =~ ^($2)$ ]] || breach "$1" "'${!1}' $3"
}

# parameter_between NAME LOWEST HIGHEST
parameter_between() {
  if [[ ! ${!1} =~ ^(0|[1-9][0-9]{0,8})$ ]] || ((${!1} < $2 || ${!1} > $3)); then
    breach "$1" "'${!1}' is not a whole number from $2 to $3"
  fi
}

# parameter_one_of NAME WORD…
parameter_one_of() {
  one_of "${!1}" "${@:2}" || breach "$1" "'${!1}' is none of ${*:2}"
}

parameters_check_names() {
  local name site
  parameter_matches DEPLOYMENT '[a-z][a-z0-9-]{0,18}[a-z0-9]' 'must be 2 to 20 of a-z, 0-9 and -, starting with a letter and not ending with -'
  parameter_matches SUBSCRIPTION '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' 'is not a subscription id'
  for name in PRIMARY_REGION SECONDARY_REGION; do
    parameter_matches "$name" '[a-z]+[0-9]?' "is not a region's short name, such as eastus2"
  done
  [[ $PRIMARY_REGION != "$SECONDARY_REGION" ]] || breach SECONDARY_REGION "is the primary region, too"
  parameter_matches ZONES '[1-3]( [1-3]){0,2}' 'is not a list of zones, such as "1 2 3"'
  for name in PRIMARY SECONDARY; do
    parameter_matches "${name}_NAMESPACE" '[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]' \
      "is refused by Azure: a namespace has 6 to 50 letters, digits and -, starts with a letter and does not end with -"
    local namespace=${name}_NAMESPACE
    [[ ! ${!namespace} =~ -(sb|mgmt)$ ]] || breach "${name}_NAMESPACE" "must not end with -sb or -mgmt"
    parameter_matches "${name}_DATABASE" '[a-z0-9][a-z0-9-]{1,61}[a-z0-9]' \
      'is refused by Azure: a server has 3 to 63 of a-z, 0-9 and -, neither first nor last a -'
    parameter_matches "${name}_STORAGE" '[a-z0-9]{3,24}' 'is refused by Azure: a storage account has 3 to 24 of a-z and 0-9'
    for site in PRODUCER CONSUMER; do
      parameter_matches "${name}_$site" '[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]' \
        'is refused by Azure: a site has 2 to 60 letters, digits and -, neither first nor last a -'
    done
    # The Functions host makes its id of the first 32 characters; two sites with one id on one account disturb each other.
    local producer=${name}_PRODUCER consumer=${name}_CONSUMER
    [[ ${!producer:0:32} != "${!consumer:0:32}" ]] ||
      breach "$consumer" "has its first 32 characters in common with $producer: the hosts would take each other's locks"
  done
  for name in NAMESPACE DATABASE STORAGE PRODUCER CONSUMER; do
    local primary=PRIMARY_$name secondary=SECONDARY_$name
    [[ ${!primary} != "${!secondary}" ]] || breach "$secondary" "is the same as $primary, but such a name exists once in the world"
  done
  parameter_matches REGISTRY '[a-zA-Z0-9]{5,50}' 'is refused by Azure: a registry has 5 to 50 letters and digits'
  for name in PRODUCER_IMAGE CONSUMER_IMAGE; do
    parameter_matches "$name" '[a-z0-9]+([._/-][a-z0-9]+)*@sha256:[0-9a-f]{64}' 'is not name@sha256:<64 hex digits>: a tag may be moved, a digest not'
    [[ -z ${!name} || -n $REGISTRY ]] || breach "$name" "needs a REGISTRY to be pulled from"
  done
}

parameters_check_egress() {
  local name host
  for name in ALLOW_OS ALLOW_FUNCTIONS ALLOW_AGENT ALLOW_WORKLOAD; do
    for host in ${!name}; do
      [[ $host =~ ^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$ ]] || breach "$name" "'$host' is not a host name (or *. and one)"
    done
  done
  parameter_matches PACKAGES_URL 'https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](/[A-Za-z0-9._~/-]*)?' 'is not https://host/path'
}

parameters_check_sizes() {
  parameter_one_of FIREWALL_TIER Standard Premium
  parameter_one_of SERVICEBUS_CAPACITY 1 2 4 8 16
  parameter_one_of SERVICEBUS_CAPACITY_MAX 1 2 4 8 16
  one_of "$SERVICEBUS_CAPACITY" 1 2 4 8 16 && one_of "$SERVICEBUS_CAPACITY_MAX" 1 2 4 8 16 &&
    ((SERVICEBUS_CAPACITY > SERVICEBUS_CAPACITY_MAX)) && breach SERVICEBUS_CAPACITY_MAX "is less than SERVICEBUS_CAPACITY"
  parameter_one_of DATABASE_TIER GeneralPurpose MemoryOptimized
  parameter_matches DATABASE_SKU 'Standard_[DE][0-9]+[a-z]*_v[0-9]' \
    'is not a size of the tiers with high availability and replicas, such as Standard_D2ds_v5'
  parameter_between DATABASE_VERSION 13 17
  parameter_one_of DATABASE_STORAGE_GB 32 64 128 256 512 1024 2048 4096 8192 16384
  parameter_one_of DATABASE_HA ZoneRedundant SameZone Disabled
  parameter_between DATABASE_BACKUP_DAYS 7 35
  parameter_between DATABASE_MAX_CONNECTIONS 50 5000
  parameter_matches VM_SIZE 'Standard_[A-Za-z0-9_]+' 'is not a VM size, such as Standard_B2s'
  parameter_matches VM_PUBLIC_KEY '(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/]+=*( [^ ]+)?' 'is not an ssh public key'
  parameter_one_of PLAN_SKU EP1 EP2 EP3
  parameter_between PLAN_MIN_INSTANCES 1 20
  parameter_between PLAN_MAX_INSTANCES 1 100
  parameter_between SITE_MIN_INSTANCES 1 20
  parameter_between SITE_MAX_INSTANCES 1 100
  parameter_between CONSUMER_CONCURRENCY 1 1000
  parameter_one_of LOG_RETENTION_DAYS 30 31 60 90 120 180 270 365 550 730
  parameter_one_of ORDERS_INLET queue topic
  parameter_one_of GATEWAY_TRANSIT yes no
  ((${#breaches[@]} == 0)) || return 0
  ((PLAN_MIN_INSTANCES <= PLAN_MAX_INSTANCES)) || breach PLAN_MAX_INSTANCES "is less than PLAN_MIN_INSTANCES"
  ((SITE_MIN_INSTANCES <= SITE_MAX_INSTANCES)) || breach SITE_MAX_INSTANCES "is less than SITE_MIN_INSTANCES"
  ((SITE_MAX_INSTANCES <= PLAN_MAX_INSTANCES)) || breach SITE_MAX_INSTANCES "is more than PLAN_MAX_INSTANCES"
  # The service checks this at its start for one region; here are both, and a few connections of the server's own and the agent's.
  local needed=$((2 * SITE_MAX_INSTANCES * (CONSUMER_CONCURRENCY + 2) + 20))
  ((needed <= DATABASE_MAX_CONNECTIONS)) ||
    breach DATABASE_MAX_CONNECTIONS "is too low: 2 regions × $SITE_MAX_INSTANCES instances × ($CONSUMER_CONCURRENCY + 2) + 20 = $needed"
}

# parameters_load: reads the file, and ends with exit code 2 and every reason if it is not right.
parameters_load() {
  local file=${SLUICE_PARAMETERS:-$azure_home/parameters.env} name
  # A * in a list is no pattern for files.
  set -f
  parameters_read "$file"
  for name in $parameter_names; do
    # shellcheck disable=SC2086
    [[ -n ${!name:-} ]] || one_of "$name" $parameters_optional || breach "$name" "has no value"
    [[ -v $name ]] || printf -v "$name" '%s' ''
  done
  if ((${#breaches[@]} == 0)); then
    parameters_check_names
    parameters_check_addresses
    parameters_check_egress
    parameters_check_sizes
  fi
  if ((${#breaches[@]})); then
    say "$file:"
    printf '  %s\n' "${breaches[@]}" >&2
    exit 2
  fi
  set +f
}
