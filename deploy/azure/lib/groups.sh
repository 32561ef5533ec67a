# shellcheck shell=bash
# Resource groups, one per concern and region, and two for what there is once.

# group_put ID REGION
group_put() {
  arm_put "$1" "$(printf '{"location":"%s","tags":%s}' "$2" "$tags")"
}

groups_global() {
  group_put "$dns_group" "$PRIMARY_REGION"
  group_put "$shared_group" "$PRIMARY_REGION"
}

groups_regional() {
  local concern
  for concern in network messaging database functions; do
    group_put "${here[${concern}_group]}" "${here[region]}"
  done
}
