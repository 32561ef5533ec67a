# shellcheck shell=bash
# Two BIND forwarders in each hub, in different zones: the name servers of the spokes, and what on-premises forwards to.

# lines_in INDENTATION: standard input, each line but the first indented.
lines_in() {
  awk -v indentation="$1" 'NR > 1 {printf "\n%s", indentation} {printf "%s", $0}'
}

# forwarder_cloud_init: the template, filled in.
forwarder_cloud_init() {
  local template clients zones client domain
  local -a servers
  template=$(<"$azure_home/forwarder/cloud-init.yaml")
  clients=$(for client in $PRIMARY_HUB_SPACE $PRIMARY_SPOKE_SPACE $SECONDARY_HUB_SPACE $SECONDARY_SPOKE_SPACE $ONPREMISES_SPACES; do
    echo "$client;"
  done | lines_in "        ")
  read -ra servers <<<"$ONPREMISES_DNS_SERVERS"
  zones=$(for domain in $ONPREMISES_DOMAINS; do
    echo "zone \"$domain\" { type forward; forward only; forwarders { $(printf '%s; ' "${servers[@]}")}; };"
  done | lines_in "      ")
  template=${template/@CLIENTS@/$clients}
  printf '%s\n' "${template/@CONDITIONAL_FORWARDERS@/$zones}"
}

forwarder_regional() {
  local address number=0 cloud_init
  cloud_init=$(forwarder_cloud_init)
  for address in ${here[forwarders]}; do
    number=$((number + 1))
    machine_put "$DEPLOYMENT-dns-$number-${here[region]}" dns "$address" "$(zone_of $number)" - "$cloud_init"
  done
}
