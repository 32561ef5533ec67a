# shellcheck shell=bash
# token RESOURCE IDENTITY: an access token of the identity with that resource id, for RESOURCE. It is printed, never logged.
token() {
  curl --silent --show-error --fail --noproxy '*' --retry 5 --max-time 20 --header Metadata:true --get \
    --data-urlencode api-version=2018-02-01 --data-urlencode "resource=$1" --data-urlencode "mi_res_id=$2" \
    http://169.254.169.254/metadata/identity/oauth2/token |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])'
}
