# shellcheck shell=bash
# What every script here starts with: messages, the common options, the parts.

# An error inside $(…) ends the script, too.
shopt -s inherit_errexit

azure_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly azure_home

# Progress and complaints go to standard error: standard output is for what a script is asked for.
say() { printf '%s\n' "${prefix:-}$*" >&2; }

fail() {
  say "$@"
  exit 1
}

usage_error() {
  say "$@"
  say "--help says how it is used"
  exit 2
}

# needs TOOL WHY
needs() {
  command -v "$1" >/dev/null || {
    say "$1 is not installed: $2"
    exit 2
  }
}

# option_value OPTION VALUE…: the option has one.
option_value() {
  (($# > 1)) || usage_error "$1 needs a value"
}

for part in "$azure_home"/lib/*.sh; do
  # shellcheck source=/dev/null
  [[ $part == */common.sh ]] || . "$part"
done
unset part
