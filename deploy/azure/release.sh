#!/usr/bin/env bash
# Puts a build of one service into Azure. `release.sh --help` says the rest.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

usage() {
  cat <<'HELP'
Puts a build of one service onto its sites, region after region.

  release.sh producer|consumer --zip FILE [--from URL] [--check] [--region NAME|all] [--parameters FILE]
  release.sh producer|consumer --image SOURCE [--region NAME|all] [--parameters FILE]

  --zip     the package. It is refused unless its handler is a Linux x86-64 binary that is static or needs glibc 2.31 or
            older (mvn package -Dnative)
  --from    where the agents fetch the very same file (https, and the host must be that of PACKAGES_URL); without it
            PACKAGES_URL/<service>-<SHA-256 of the file>.zip. They check the SHA-256
  --check   checks the package, calls nothing, and prints its SHA-256
  --image   PRODUCER_IMAGE or CONSUMER_IMAGE of parameters.env runs; it is imported from SOURCE, a registry's host
            name, with the same name and digest

For consumer, the agent first brings the database up to date: migrations must suit the version that still runs.

Exit codes: 0 done; 1 the package is refused, Azure refused something, or a site does not get ready; 2 wrong usage
HELP
}

service='' zip='' from='' source='' check=no region=all
while (($#)); do
  case $1 in
  producer | consumer) service=$1 && shift ;;
  --zip) option_value "$@" && zip=$2 && shift 2 ;;
  --from) option_value "$@" && from=$2 && shift 2 ;;
  --image) option_value "$@" && source=$2 && shift 2 ;;
  --check) check=yes && shift ;;
  --region) option_value "$@" && region=$2 && shift 2 ;;
  --parameters) option_value "$@" && SLUICE_PARAMETERS=$2 && shift 2 ;;
  --help) usage && exit 0 ;;
  *) usage_error "what is $1?" ;;
  esac
done
[[ -n $service ]] || usage_error "which service, producer or consumer?"
[[ -n $zip$source && (-z $zip || -z $source) ]] || usage_error "either --zip or --image"
parameters_load
image=${service^^}_IMAGE

if [[ -n $zip ]]; then
  [[ -z ${!image} ]] || usage_error "$image is set: the sites run it, not a package"
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  package_check "$zip" "$scratch"
  sha256=$(sha256sum "$zip")
  sha256=${sha256%% *}
  rm -rf "$scratch"
  [[ $check == no ]] || { echo "$sha256" && exit 0; }
  host=${PACKAGES_URL#https://}
  from=${from:-${PACKAGES_URL%/}/$service-$sha256.zip}
  [[ $from == "https://${host%%/*}/"* ]] || usage_error "--from $from: the firewall lets the agents fetch from https://${host%%/*}/ only"
else
  [[ -n ${!image} ]] || usage_error "$image has no value in parameters.env"
  [[ $source =~ ^[a-z0-9.-]+(:[0-9]+)?$ ]] || usage_error "--image $source is not a registry's host name"
fi
choose_roles "$region"
arm_begin
place_global

# import: the image becomes the deployment's own. Azure fetches it by itself; nothing private is opened for it.
import() {
  arm_post "$(registry_id)/importImage" "$(jq -cn --arg registry "$source" --arg image "${!image}" '
    {source: {registryUri: $registry, sourceImage: $image}, untaggedTargetRepositories: [$image | split("@")[0]], mode: "Force"}')"
}

# release_here: the new build runs in this region, and is ready.
release_here() {
  if [[ -n $zip ]]; then
      agent_ask upload "source=$from" "sha256=$sha256" "target=$(package_url "$service")" "identity=$(identity_id agent)"
    arm_post "${here[${service}_id]}/restart"
  else
    database_home
    site_put "$service"
  fi
  # The scale controller learns of new triggers only when told.
  arm_post "${here[${service}_id]}/syncfunctiontriggers"
  agent_ask health "sites=${here[$service]}.azurewebsites.net"
}

update_schema() {
  database_home
  place_enter "$database_at"
  schema_put
}

[[ -z $source ]] || import
[[ $service != consumer ]] || update_schema
# One region after the other: a build that does not get ready leaves the other region as it was.
for role in $roles; do
  in_region "$role" release_here
done
say "$service is released"
