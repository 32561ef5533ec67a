# shellcheck shell=bash
# IPv4 addresses and prefixes, in integer arithmetic.

# cidr_number ADDRESS: the address as a number; fails if it is none.
cidr_number() {
  local -a octets
  local octet number=0
  [[ $1 =~ ^[0-9]{1,3}(\.[0-9]{1,3}){3}$ ]] || return 1
  IFS=. read -ra octets <<<"$1"
  for octet in "${octets[@]}"; do
    # A leading zero would be octal to some, decimal to others.
    [[ $octet == 0 || $octet != 0* ]] && ((octet <= 255)) || return 1
    number=$((number << 8 | octet))
  done
  echo "$number"
}

# cidr_address NUMBER: the number as an address.
cidr_address() {
  echo "$(($1 >> 24 & 255)).$(($1 >> 16 & 255)).$(($1 >> 8 & 255)).$(($1 & 255))"
}

# cidr_valid PREFIX: an address and a length.
cidr_valid() {
  [[ $1 =~ ^([0-9.]+)/([0-9]|[12][0-9]|3[0-2])$ ]] && cidr_number "${BASH_REMATCH[1]}" >/dev/null
}

# cidr_first PREFIX, cidr_last PREFIX: the lowest and the highest address in it, as numbers.
cidr_first() {
  local number
  number=$(cidr_number "${1%/*}")
  echo $((number & ~((1 << (32 - ${1#*/})) - 1)))
}
cidr_last() {
  echo $(($(cidr_first "$1") + (1 << (32 - ${1#*/})) - 1))
}

# cidr_aligned PREFIX: no bit is set behind the length.
cidr_aligned() {
  (($(cidr_number "${1%/*}") == $(cidr_first "$1")))
}

# cidr_overlap PREFIX PREFIX: they have an address in common.
cidr_overlap() {
  (($(cidr_first "$1") <= $(cidr_last "$2") && $(cidr_first "$2") <= $(cidr_last "$1")))
}

# cidr_within INNER OUTER: all of the first lies in the second.
cidr_within() {
  (($(cidr_first "$1") >= $(cidr_first "$2") && $(cidr_last "$1") <= $(cidr_last "$2")))
}

# cidr_host PREFIX N: the Nth address in it, counted from 0. Azure keeps the first four and the last for itself.
cidr_host() {
  cidr_address $(($(cidr_first "$1") + $2))
}
