# shellcheck shell=bash disable=SC2154 # $top is the launcher's
# What ./pqagent test does: JUnit by Maven, shellcheck of every script, the interop pairs; then a summary.
# Sourced by the launcher, whose functions and variables it uses.

passed=0
failed=0
summary=''

# record WHAT PASSED FAILED
record() {
  passed=$((passed + $2))
  failed=$((failed + $3))
  summary+=$(printf '%-12s %5d passed, %d failed' "$1" "$2" "$3")$'\n'
}

install_test_tools() {
  local had_prometheus=''
  ! command -v prometheus >/dev/null || had_prometheus=yes
  install_missing "the tests need more tools" \
    mvn:maven ip:iproute2 iptables:iptables libnetfilter_queue.so.1:libnetfilter-queue1 \
    dnsmasq:dnsmasq-base prometheus:prometheus debootstrap:debootstrap tcpdump:tcpdump iperf3:iperf3 \
    conntrack:conntrack curl:curl ping:iputils-ping shellcheck:shellcheck systemd-analyze:systemd \
    sysctl:procps ethtool:ethtool
  # The package also starts at the next boot; the tests want the program only.
  if [ -z "$had_prometheus" ] && [ -d /run/systemd/system ]; then
    systemctl --quiet disable --now prometheus || true
  fi
}

# Adds up the attributes of the reports' <testsuite> elements: "tests failed skipped".
count_reports() {
  find "$top" -path '*/target/*-reports/TEST-*.xml' -exec grep -ho '<testsuite [^>]*>' {} + 2>/dev/null | awk '
    function attribute(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3) + 0 : 0 }
    { tests += attribute("tests"); bad += attribute("failures") + attribute("errors"); skipped += attribute("skipped") }
    END { print tests + 0, bad + 0, skipped + 0 }'
}

run_junit() {
  local status=0 tests bad skipped
  find "$top" -path '*/target/*-reports' -prune -exec rm -rf {} +
  say "building, and running the JUnit tests …"
  # A module with a failed test does not keep the others from being tested: the reports are what counts.
  run_maven verify -Dmaven.test.failure.ignore=true | {
    grep --line-buffered -E '^\[(INFO|WARNING|ERROR)\] (Building [a-z-]+ |Tests run:)|^\[ERROR\]' || true
  } || status=$?
  read -r tests bad skipped < <(count_reports)
  [ "$status" = 0 ] || bad=$((bad + 1))
  [ "$skipped" = 0 ] || say "$skipped tests were skipped"
  record JUnit $((tests - bad - skipped)) "$bad"
}

run_shellcheck() {
  local script good=0 bad=0
  say "checking the scripts …"
  while IFS= read -r script; do
    if (cd "$(dirname "$script")" && shellcheck -x "$script"); then good=$((good + 1)); else bad=$((bad + 1)); fi
  done < <(find "$top" \( -name target -o -name .git -o -name .cache \) -prune -o -type f -size -100k -print0 |
    xargs -0 awk 'FNR == 1 { if (/^#!.*[\/ ](ba)?sh( |$)|^# shellcheck shell=/) print FILENAME; nextfile }')
  record shellcheck "$good" "$bad"
}

# interop/run.sh counts its own checks, in its last line.
run_interop() {
  local status=0 log good bad
  log=$(mktemp)
  say "running the interop pairs …"
  "$top/interop/run.sh" "$@" </dev/null | tee "$log" || status=$?
  read -r good _ bad _ < <(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" || echo '0 passed, 0 failed')
  rm -f "$log"
  [ "$status" = 0 ] || [ "$bad" != 0 ] || bad=1
  record interop "$good" "$bad"
}

run_tests() {
  install_test_tools
  need_jdk
  run_junit
  run_shellcheck
  [ ! -x "$top/interop/run.sh" ] || run_interop "$@"
  give_back
  printf '\n%s\n%d passed, %d failed\n' "$summary" "$passed" "$failed"
  [ "$failed" = 0 ]
}
