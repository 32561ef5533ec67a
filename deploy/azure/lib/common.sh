# shellcheck shell=bash
# What every script here starts with: messages, the common options, the parts.

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

for part in cidr uuid parameters addresses arm place; do
  # shellcheck source=/dev/null
  . "$azure_home/lib/$part.sh"
done
unset part
