# shellcheck shell=bash
# Runs on the agent: fetches a package from where the build left it, makes sure that it is that one, and puts it where the
# site runs it from. Variables set in front of it: source (https), sha256, target (the blob's URL), identity (its resource id).
: "${source:?}" "${sha256:?}" "${target:?}" "${identity:?}"

package=$(mktemp)
trap 'rm -f "$package"' EXIT
curl --silent --show-error --fail --proto =https --retry 5 --max-time 600 --max-filesize 1000000000 --output "$package" "$source"
sha256sum --check --status <<<"$sha256  $package" || {
  echo "$source is not the package that was checked: its SHA-256 is not $sha256" >&2
  exit 1
}
# The token goes by standard input: arguments can be read by others.
printf 'header = "Authorization: Bearer %s"\n' "$(token https://storage.azure.com/ "$identity")" |
  curl --silent --show-error --fail --retry 5 --max-time 600 --config - --request PUT --upload-file "$package" \
    --header 'x-ms-version: 2023-11-03' --header 'x-ms-blob-type: BlockBlob' --header 'Content-Type: application/zip' "$target"
echo "$sha256 is at $target"
