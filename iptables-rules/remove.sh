#!/usr/bin/env bash
# Takes away what install.sh made for one role, whatever its options were and however much of it is left.
set -euo pipefail
here=$(readlink -f "$0")
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "${here%/*}/lib.sh"

parse_options "$@"
need_root_and_tools
take_stock
present=$devices$rules$routes
for device in $devices; do
  ! is_served || note "an agent still holds $device: stop it too"
done
refused=$(remove_all)
[ -z "$refused" ] || fail "could not remove everything: $refused"
if [ -n "$present" ]; then
  echo "$role rules removed"
else
  echo "$role rules: nothing to remove"
fi
