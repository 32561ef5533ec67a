#!/bin/sh
# Starts the service on a Java virtual machine (17 or later): that of JAVA_HOME, else the java on the PATH. The native build
# has a binary in this file's place. The shell is replaced by the JVM: signals and exit codes are the service's own.
#
#   handler                  starts the service on port FUNCTIONS_CUSTOMHANDLER_PORT
#   handler --make-archive   the same; when it is stopped, this JVM writes down the classes that it has loaded, and
#                            later starts on the same JVM are faster
#
# JVM options go into JDK_JAVA_OPTIONS.
set -eu

fail() {
  echo "handler: $1" >&2
  exit 1
}

# An archive knows its jars by their paths from here.
cd -- "$(dirname -- "$0")/app" || fail "the folder app must be beside $0"

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "there is no java in JAVA_HOME ($JAVA_HOME): set it to a Java 17 or later, or unset it"
else
  java=$(command -v java) || fail "there is no java: install Java 17 or later and set JAVA_HOME, or deploy the native build"
  java=$(readlink -f -- "$java")
fi

# The file tells without a JVM's being started only to be asked for its version; the file may be missing.
version=
runtime=
if [ -r "${java%/bin/java}/release" ]; then
  while IFS= read -r line; do
    case $line in
    JAVA_VERSION=*) version=${line#*=} ;;
    JAVA_RUNTIME_VERSION=*) runtime=${line#*=} ;;
    esac
  done <"${java%/bin/java}/release"
fi
if [ -z "$version" ]; then
  version=$("$java" -version 2>&1) || fail "$java does not run: $version"
  version=${version#*version }
fi
version=${version#\"}
version=${version%%\"*}
major=${version%%[!0-9]*}
[ "${major:-0}" -ge 17 ] || fail "$java is Java $version, but the service needs Java 17 or later"

runtime=${runtime#\"}
runtime=${runtime%\"}
archive=classes-${runtime:-unknown}
if [ "$major" -ge 25 ]; then
  archive=$archive.aot
  use=-XX:AOTCache=$archive
  make=-XX:AOTCacheOutput=$archive
else
  archive=$archive.jsa
  use=-XX:SharedArchiveFile=$archive
  make=-XX:ArchiveClassesAtExit=$archive
fi

if [ "${1:-}" = --make-archive ]; then
  shift
  set -- "$make" -jar quarkus-run.jar "$@"
elif [ -f "$archive" ]; then
  set -- "$use" "-Dsluice.class-archive=$archive" -jar quarkus-run.jar "$@"
else
  echo "handler: no class archive was made for Java ${runtime:-$version}, so this start is slower" >&2
  set -- -jar quarkus-run.jar "$@"
fi

# Out of memory, the service would go on half dead: this way the host starts a new one.
exec "$java" -XX:+ExitOnOutOfMemoryError "$@"
