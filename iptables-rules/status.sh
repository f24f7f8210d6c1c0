#!/usr/bin/env bash
# Says for one role, or for both, what is installed. Exit status 0: installed, 3: not, or not all of it.
set -euo pipefail
here=$(readlink -f "$0")
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "${here%/*}/lib.sh"

# Packets and bytes that the rules of ours with this target have seen.
counted() {
  "$iptables" -w -t mangle -nvxL "$1" 2>/dev/null | awk -v target="$2" '
    $3 == target { packets += $1 } END { printf "%d", packets }'
}

queues() {
  sed -n "s/^-A $chain-$1 .*--queue-[a-z]* \([0-9:]*\).*/\1/p" <<<"$rules" | paste -sd, | sed 's/,/ and /g'
}

missing_parts() {
  [ -n "$device" ] || echo "device"
  [ -z "$device" ] || [ -n "$(ip -o link show dev "$device" up)" ] || echo "device is down"
  [ -n "$routes" ] || echo "unreachable route"
  grep -q "^-A PREROUTING -j $chain-PRE" <<<"$rules" || echo "PREROUTING rules"
  grep -q "^-A OUTPUT -j $chain-OUT" <<<"$rules" && [ -n "$(queues OUT)" ] || echo "OUTPUT rules"
  [ "$role" = server ] || { grep -q "^-A INPUT -j $chain-IN" <<<"$rules" && [ -n "$(queues IN)" ]; } || echo "INPUT rules"
}

show() {
  local device missing
  take_stock
  device=$devices
  if [ -z "$device$rules$routes" ]; then
    echo "$role: not installed"
    return 3
  fi
  missing=$(missing_parts | paste -sd, | sed 's/,/, /g')
  if [ -n "$missing" ]; then
    echo "$role: incomplete, missing: $missing; run install.sh $role again, or remove.sh $role"
    return 3
  fi
  echo "$role: installed ($("$iptables" -V))"
  echo "  device    $device $(ip -4 -o addr show dev "$device" | awk '{ print $4 }')," \
    "mtu $(ip -o link show dev "$device" | sed 's/.* mtu \([0-9]*\).*/\1/'), owner $(owner_of "$device")," \
    "$(is_served && echo 'an agent holds it' || echo 'no agent holds it')"
  echo "  outbound  queues $(queues OUT), $(counted "$chain-OUT" NFQUEUE) packets"
  [ "$role" = server ] || echo "  DNS       queue $(queues IN), $(counted "$chain-IN" NFQUEUE) replies"
  echo "  dropped   $(counted "$chain-OUT" DROP) on another way out, $(counted "$chain-PRE" DROP) on another way in"
}

if [ $# -gt 0 ]; then
  parse_options "$@"
  need_root_and_tools
  show
else
  worst=3
  for each in client server; do
    parse_options "$each"
    need_root_and_tools
    ! show || worst=0
  done
  exit "$worst"
fi
