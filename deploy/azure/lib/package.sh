# shellcheck shell=bash
# Whether a package can run on the Functions host's custom runtime, where there is no Java and a C library of its own.

# The oldest C library that a host was seen with.
readonly host_glibc=2.31

package_refused() {
  say "$1: $2"
  say "Build it with: mvn package -Dnative (see ../function-app/README.md)"
  exit 1
}

# glibc_needed FILE: the newest version of the C library that the binary asks for; nothing if it asks for none.
glibc_needed() {
  LC_ALL=C readelf --version-info --wide "$1" 2>/dev/null | sed -n 's/.*Name: GLIBC_\([0-9][0-9.]*\) .*/\1/p' | sort --version-sort | tail -n 1
}

# package_check FILE: ends the script where the package's handler can't run there.
package_check() {
  local zip=$1 work=$2 header interpreter needed mode
  local handler=$work/handler
  needs unzip "it looks into the package"
  needs readelf "it looks into the handler (package binutils)"
  [[ -r $zip ]] || usage_error "$zip: there is no such file"
  unzip -tqq "$zip" >/dev/null 2>&1 || package_refused "$zip" "is not a whole zip file"
  unzip -p "$zip" host.json >"$work/host.json" 2>/dev/null || package_refused "$zip" "has no host.json: it is not a function app"
  [[ $(jq -r '.customHandler.description.defaultExecutablePath // ""' "$work/host.json" 2>/dev/null) == handler ]] ||
    package_refused "$zip" "its host.json does not start the custom handler 'handler'"
  unzip -p "$zip" handler >"$handler" 2>/dev/null || package_refused "$zip" "has no handler"
  mode=$(unzip -Z "$zip" handler | awk '/ handler$/ {print $1}')
  # Some tools leave out that it is a plain file.
  [[ $mode == [-?]rwxr-xr-x ]] || package_refused "$zip" "its handler has mode $mode, not -rwxr-xr-x: the host could not start it"
  header=$(od --address-radix n --format x1 --read-bytes 20 "$handler" | tr -d ' \n')
  [[ $header == 7f454c46* ]] || package_refused "$zip" "its handler is not a Linux binary, and there is no Java on the custom runtime"
  # 64 bits, little-endian, x86-64 (0x3e).
  [[ ${header:8:4} == 0201 && ${header:36:4} == 3e00 ]] || package_refused "$zip" "its handler is not for x86-64"
  LC_ALL=C readelf --program-headers --wide "$handler" >"$work/program-headers" 2>/dev/null || package_refused "$zip" "its handler is a broken binary"
  interpreter=$(sed -n 's/.*\[Requesting program interpreter: \(.*\)\].*/\1/p' "$work/program-headers")
  # Static: nothing is asked of the host.
  [[ -n $interpreter ]] || return 0
  [[ $interpreter == /lib64/ld-linux-x86-64.so.2 ]] || package_refused "$zip" "its handler wants $interpreter, which the host has not"
  needed=$(glibc_needed "$handler")
  if [[ $(printf '%s\n' "$host_glibc" "${needed:-0}" | sort --version-sort | tail -n 1) != "$host_glibc" ]]; then
    package_refused "$zip" "its handler needs glibc $needed, but hosts may have $host_glibc: build it on an older system, or static"
  fi
}
