#!/usr/bin/env bash
# Looks at parked messages and has them replayed or discarded, by the consumer's HTTP API. `parked.sh --help` says the rest.
set -euo pipefail

usage() {
  cat <<'END'
Shows the messages that could not be processed, and decides on them.

  run.sh parked list    --url URL [--state parked|replaying|replayed|discarded] [FILTER] [--limit N] [--all]
      one page of them as JSON, the oldest first; --all: page after page, to the end
  run.sh parked show    --url URL --message NAMESPACE/NUMBER
      one of them with its properties and its body
  run.sh parked replay  --url URL FILTER|--message NAMESPACE/NUMBER ...|--all [--dry-run] [--rate N] [--force]
                        [--comment TEXT] [--no-wait]
      sends them back to the queue that they came from, waits until that is done, prints what became of them
  run.sh parked discard --url URL FILTER|--message NAMESPACE/NUMBER ...|--all [--dry-run] [--rate N]
                        [--comment TEXT] [--no-wait]
      lets them rest for good
  run.sh parked --help

FILTER: [--reason R] [--subject S] [--older-than D], D as in 90m, 7d or PT1H30M; what fits all that is given
--url:      the consumer's address, as `run.sh up` prints it; or set SLUICE_CONSUMER_URL
--dry-run:  only say what would be done
--rate:     messages per second
--force:    replay also what is older than the inbox's memory, or was replayed too often
--no-wait:  print the operation and don't wait for its end

SLUICE_FUNCTIONS_KEY is sent as the Functions host's key, SLUICE_TOKEN as bearer token, where they are set.

Exit codes: 0 done, 1 the service refuses or fails, 2 wrong usage, 3 the service can't be reached
END
}

wrong() {
  printf '%s\n' "$*" >&2
  printf '%s\n' "See run.sh parked --help" >&2
  exit 2
}

# The text, which value has looked at, as a JSON string
json_string() {
  local text=$1
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  printf '"%s"' "$text"
}

# What may not be seen among the arguments, as curl's configuration
secrets() {
  local name value
  for name in SLUICE_FUNCTIONS_KEY SLUICE_TOKEN; do
    value=${!name:-}
    [[ $value != *[\"\\$'\n'$'\r']* ]] || wrong "$name has characters that no key or token has"
  done
  if [[ -n ${SLUICE_FUNCTIONS_KEY:-} ]]; then printf 'header = "x-functions-key: %s"\n' "$SLUICE_FUNCTIONS_KEY"; fi
  if [[ -n ${SLUICE_TOKEN:-} ]]; then printf 'header = "Authorization: Bearer %s"\n' "$SLUICE_TOKEN"; fi
}

# request METHOD PATH [CURL OPTION...]: sets status and answer, or ends
request() {
  local method=$1 path=$2 out
  shift 2
  out=$(printf '%s\n' "$secrets" | curl --silent --show-error --config - --connect-timeout 5 --max-time 60 \
    --request "$method" --write-out '\n%{http_code}' "$@" "$url$path") || {
    printf '%s\n' "$url can't be reached." >&2
    exit 3
  }
  answer=${out%$'\n'*}
  status=${out##*$'\n'}
  if [[ $status != 2* ]]; then
    printf '%s\n' "${answer:-$url answers with HTTP status $status}" >&2
    exit 1
  fi
}

# The filter as parameters of an address, in the array parameters
filter_parameters() {
  parameters=(--get)
  local name
  for name in reason subject olderThan state limit; do
    [[ -z ${options[$name]:-} ]] || parameters+=(--data-urlencode "$name=${options[$name]}")
  done
}

list() {
  filter_parameters
  local after='' page=("${parameters[@]}")
  while true; do
    request GET /api/parked "${page[@]}"
    printf '%s\n' "$answer"
    after=$(sed -n 's/.*"next":"\([A-Za-z0-9_-]*\)"}$/\1/p' <<<"$answer")
    [[ -n ${options[all]:-} && -n $after ]] || return 0
    page=("${parameters[@]}" --data-urlencode "after=$after")
  done
}

show() {
  ((${#messages[@]} == 1)) || wrong "show takes one --message"
  request GET "/api/parked/${messages[0]}"
  printf '%s\n' "$answer"
}

# The request's body
body() {
  local fields=() name key keys=()
  if ((${#messages[@]} > 0)); then
    [[ -z ${options[reason]:-}${options[subject]:-}${options[olderThan]:-}${options[all]:-} ]] ||
      wrong "Either --message or a filter, not both"
    for key in "${messages[@]}"; do
      keys+=("{\"namespace\":$(json_string "${key%/*}"),\"sequenceNumber\":${key##*/}}")
    done
    printf '{"messages":[%s]' "$(IFS=,; printf '%s' "${keys[*]}")"
  else
    for name in reason subject olderThan; do
      [[ -z ${options[$name]:-} ]] || fields+=("\"$name\":$(json_string "${options[$name]}")")
    done
    ((${#fields[@]} > 0)) || [[ -n ${options[all]:-} ]] || wrong "Say which: a filter, --message or --all"
    printf '{"filter":{%s}' "$(IFS=,; printf '%s' "${fields[*]:-}")"
  fi
  for name in dryRun force rate; do
    [[ -z ${options[$name]:-} ]] || printf ',"%s":%s' "$name" "${options[$name]}"
  done
  [[ -z ${options[comment]:-} ]] || printf ',"comment":%s' "$(json_string "${options[comment]}")"
  printf '}'
}

# decide replay|discard
decide() {
  local what=$1 sent operation
  sent=$(body)
  request POST "/api/parked/$what" --header 'Content-Type: application/json' --data-raw "$sent"
  if [[ $status == 202 && -z ${options[noWait]:-} ]]; then
    operation=/api/parked/operations/$(sed -n 's/^{"id":"\([0-9a-f-]*\)".*/\1/p' <<<"$answer")
    while [[ $answer != *'"finishedAt":'* ]]; do
      sleep 0.5
      request GET "$operation"
    done
  fi
  printf '%s\n' "$answer"
}

# value OPTION ARGUMENT...: the option's argument
value() {
  [[ $# -ge 2 && -n $2 ]] || wrong "$1 needs a value"
  [[ $2 != *[[:cntrl:]]* ]] || wrong "Control characters are not taken: $(printf '%q' "$2")"
  printf '%s' "$2"
}

main() {
  local command=${1:-} arguments=" $* "
  if [[ $arguments == *" --help "* || $command == -h ]]; then
    usage
    return
  fi
  local -A names=([--reason]=reason [--subject]=subject [--older-than]=olderThan [--state]=state [--limit]=limit
    [--all]=all [--dry-run]=dryRun [--rate]=rate [--force]=force [--comment]=comment [--no-wait]=noWait)
  local filter='--reason --subject --older-than --all' takes
  case $command in
    list) takes="$filter --state --limit" ;;
    show) takes='--message' ;;
    replay) takes="$filter --message --dry-run --rate --force --comment --no-wait" ;;
    discard) takes="$filter --message --dry-run --rate --comment --no-wait" ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  shift
  declare -A options=()
  local key
  messages=()
  url=${SLUICE_CONSUMER_URL:-}
  while (($# > 0)); do
    [[ $1 =~ ^--[a-z-]+$ && " --url $takes " == *" $1 "* ]] || wrong "$1 is not an option of $command"
    case $1 in
      --all | --dry-run | --force | --no-wait) options[${names[$1]}]=true ;;
      --url)
        url=$(value "$@") || exit
        shift
        ;;
      --message)
        key=$(value "$@") || exit
        messages+=("$key")
        shift
        ;;
      *)
        options[${names[$1]}]=$(value "$@") || exit
        shift
        ;;
    esac
    shift
  done
  [[ $url =~ ^https?://[^[:space:]]+$ ]] || wrong "--url must be the consumer's address, such as http://127.0.0.1:8080"
  url=${url%/}
  [[ -z ${options[rate]:-} || ${options[rate]} =~ ^[1-9][0-9]{0,3}$ ]] || wrong "--rate must be a number above 0"
  for key in ${messages[@]+"${messages[@]}"}; do
    [[ $key =~ ^[A-Za-z0-9.-]+/-?[1-9][0-9]{0,17}$ ]] || wrong "--message must be NAMESPACE/NUMBER, not $key"
  done
  command -v curl >/dev/null || wrong "curl is needed. Install it."
  secrets=$(secrets) || exit
  case $command in
    list) list ;;
    show) show ;;
    *) decide "$command" ;;
  esac
}

main "$@"
