# shellcheck shell=bash
# Names that are the same in every run.

# uuid5 NAME: the name-based UUID (RFC 9562, version 5) of NAME in the namespace for URLs.
uuid5() {
  local hash variant
  hash=$({ printf '\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8' && printf '%s' "$1"; } | sha1sum)
  variant=$((16#${hash:16:1} & 3 | 8))
  printf '%s-%s-5%s-%x%s-%s\n' "${hash:0:8}" "${hash:8:4}" "${hash:13:3}" "$variant" "${hash:17:3}" "${hash:20:12}"
}
