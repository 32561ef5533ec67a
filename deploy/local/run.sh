#!/usr/bin/env bash
# The whole system on this machine: builds what is missing or older than its sources, then runs it.
# `run.sh --help` says the rest.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/../.." && pwd)
readonly here home
readonly stack_jar=$here/stack/target/stack.jar
readonly functions_host_jar=$here/functions-host/target/functions-host.jar
readonly needed_java=17
readonly needed_maven=3.8.6
# quarkus:dev refuses an older one.
readonly dev_maven=3.9.11
readonly dev_maven_needed=3.9.0

usage() {
  cat <<'EOF'
Runs Sluice on this machine, without a cloud and without Docker.

  run.sh demo [--orders 1000] [--consumers 2] [--json FILE] [--namespaces 1] [INLET]
      starts everything, posts orders over HTTP, waits until all are through, prints what became of them
      (and writes it to FILE), stops everything
  run.sh up [--consumers 2] [--namespaces 1] [--console-port 0] [INLET]
      starts everything, prints every address, stays until Ctrl-C; the console is a page with the live picture
  run.sh drill [--orders-per-second 50] [--consumers 2] [--json FILE] [INLET]
      kills the primary of two namespaces under load and brings it back: how long no order was accepted (RTO),
      how many accepted ones were lost (RPO)
  run.sh dev producer|consumer
      quarkus:dev of one service; the second one joins the bus and the database of the first
  run.sh parked list|show|replay|discard --url URL ...
      looks at the messages that could not be processed, and decides on them; run.sh parked --help says the rest
  run.sh --help

INLET: --inlet functions [--min N --max N [--tick 10]]
           both services run as function apps under the functions-host; with --min and --max it decides how many
           consumers there are. This is what runs without --inlet.
       --inlet processor
           both services run on their own, and each consumer receives by itself
       [--handler-time 0]
           an order takes so many milliseconds, so that some have to wait

Exit codes: 0 done; for demo and drill: every accepted order was processed exactly once
            1 demo: an order was lost, unexpected, done twice, refused, parked or not through in time;
              drill: the same of an accepted order, or no failover, or no failback; or the build failed
            2 wrong usage, or no JDK or Maven that will do
            3 the system could not be started or broke down
            130, 143 ended by Ctrl-C, by SIGTERM
EOF
}

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}

# at_least WANTED FOUND: whether version FOUND is WANTED or later
at_least() {
  local -a wanted found
  IFS=. read -ra wanted <<<"$1"
  IFS=. read -ra found <<<"$2"
  local i
  for i in 0 1 2; do
    local want=${wanted[i]:-0} have=${found[i]:-0}
    have=${have%%[!0-9]*}
    if ((${have:-0} != want)); then
      ((${have:-0} > want))
      return
    fi
  done
}

# The JDK that everything runs with: JAVA_HOME where it is set, as Maven does it, else what PATH finds.
java_command() {
  if [[ -n ${JAVA_HOME:-} ]]; then printf '%s' "$JAVA_HOME/bin/java"; else printf 'java'; fi
}

require_java() {
  local java found
  java=$(java_command)
  command -v "$java" >/dev/null || fail "A JDK $needed_java or later is needed, but there is no $java. Install one, or set JAVA_HOME."
  found=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
  at_least "$needed_java" "$found" || fail "A JDK $needed_java or later is needed, but $java is version ${found:-unknown}. Install one, or set JAVA_HOME."
  local javac=${java%java}javac
  command -v "$javac" >/dev/null || fail "A JDK $needed_java or later is needed, but $java is a JRE without compiler. Install a JDK, or set JAVA_HOME."
}

maven_version() {
  mvn --version 2>/dev/null | sed -e 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9][0-9.]*\).*/\1/p'
}

require_maven() {
  command -v mvn >/dev/null || fail "Maven $needed_maven or later is needed, but there is no mvn. Install it."
  local found
  found=$(maven_version)
  at_least "$needed_maven" "$found" || fail "Maven $needed_maven or later is needed, but mvn is version ${found:-unknown}. Install a newer one."
}

# stale OUTPUT SOURCE...: whether OUTPUT is missing or older than a source
stale() {
  local output=$1
  shift
  [[ ! -e $output ]] || [[ -n $(find "$@" \( -name target -o -path '*/src/test' \) -prune -o -type f -newer "$output" -print -quit) ]]
}

build() {
  local common=("$home/pom.xml" "$home/common" "$home/deploy/azure/function-app")
  if ! stale "$home/producer/target/function-app.zip" "${common[@]}" "$home/producer" &&
    ! stale "$home/consumer/target/function-app.zip" "${common[@]}" "$home/consumer" &&
    ! stale "$functions_host_jar" "$home/pom.xml" "$here/functions-host" &&
    ! stale "$stack_jar" "$home/pom.xml" "$here/stack" "$here/config" "$here/servicebus-emulator" "$here/postgres"; then
    return
  fi
  require_maven
  say "Building producer, consumer, functions-host and the stack (some minutes when Maven has to download everything)"
  mvn -q -B -f "$home/pom.xml" -DskipTests -pl producer,consumer,deploy/local/functions-host,deploy/local/stack -am package || {
    say "The build failed." >&2
    exit 1
  }
}

# The Maven to run quarkus:dev with: the system's, or a newer one that is fetched like any other dependency.
provide_dev_maven() {
  if at_least "$dev_maven_needed" "$(maven_version)"; then
    dev_mvn=mvn
    return
  fi
  local tools=$here/target/tools
  dev_mvn=$tools/apache-maven-$dev_maven/bin/mvn
  if [[ ! -x $dev_mvn ]]; then
    say "quarkus:dev needs Maven $dev_maven_needed or later, and mvn is $(maven_version): bringing $dev_maven along in deploy/local/target"
    mvn -q -B -f "$home/pom.xml" -N dependency:unpack \
      "-Dartifact=org.apache.maven:apache-maven:$dev_maven:zip:bin" "-DoutputDirectory=$tools" || {
      say "Maven $dev_maven could not be fetched." >&2
      exit 1
    }
    chmod +x "$dev_mvn"
  fi
}

dev() {
  [[ $# -ge 1 && ($1 == producer || $1 == consumer) ]] || {
    usage >&2
    exit 2
  }
  local service=$1
  shift
  require_maven
  provide_dev_maven
  say "quarkus:dev of $service (q and Enter, or Ctrl-C, to stop)"
  exec "$dev_mvn" -ntp -Dquarkus.analytics.disabled=true -f "$home/pom.xml" -pl "$service" -am -DskipTests compile quarkus:dev "$@"
}

main() {
  case ${1:-} in
    -h | --help)
      usage
      ;;
    demo | up | drill)
      require_java
      # For help and wrong options nothing needs to be built, if it was before.
      [[ " $* " == *" --help "* && -e $stack_jar ]] || build
      exec "$(java_command)" -XX:TieredStopAtLevel=1 "-Dsluice.home=$home" -jar "$stack_jar" "$@"
      ;;
    parked)
      shift
      exec "$here/parked.sh" "$@"
      ;;
    dev)
      shift
      require_java
      dev "$@"
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
}

main "$@"
