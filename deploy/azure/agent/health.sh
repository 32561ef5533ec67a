# shellcheck shell=bash
# Runs on the agent: whether sites answer that they are ready. Variable set in front of it: sites (host names).
: "${sites:?}"

failed=0
for site in $sites; do
  if curl --silent --show-error --fail --output /dev/null \
    --retry 10 --retry-all-errors --retry-delay 6 --max-time 30 "https://$site/q/health/ready"; then
    echo "$site is ready"
  else
    echo "$site is not ready" >&2
    failed=1
  fi
done
exit $failed
