#!/usr/bin/env bash
# Runs pqagent against the reference implementation and against itself, live, in network namespaces. See README.md.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
top=$(dirname "$(dirname "$(readlink -f "$0")")")
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$top/interop/lib.sh"
# shellcheck source-path=SCRIPTDIR source=peers.sh
. "$top/interop/peers.sh"
# shellcheck source-path=SCRIPTDIR source=checks.sh
. "$top/interop/checks.sh"

# Not the default ports: both sides must read them, from the name or by TXT.
port=42524
key_port=42525
long=''
pairs=()

usage() {
  cat <<END
usage: interop/run.sh [--long] [--only PAIR]…

  --long        100 MB each way, and ten minutes alive with epochs changing, for every pair
  --only PAIR   this pair: $(cd "$top/interop/pairs" && printf '%s ' *.sh | sed 's/\.sh//g')
END
}

while [ $# -gt 0 ]; do
  case $1 in
    --long) long=yes ;;
    --only)
      [ -e "$top/interop/pairs/${2-}.sh" ] || { echo "interop: there is no pair '${2-}'" >&2; usage >&2; exit 2; }
      pairs+=("$2")
      shift
      ;;
    -h | --help) usage; exit ;;
    *) echo "interop: unknown option '$1'" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
[ ${#pairs[@]} -gt 0 ] || pairs=(ours-ours ours-reference reference-ours)
[ "$(id -u)" = 0 ] || { echo "interop: makes network namespaces: run it with sudo" >&2; exit 2; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/pqagent-interop.XXXXXX")
run=$folder
leave() {
  remove_namespaces
  if [ "$failed" = 0 ]; then
    rm -rf "$folder"
  else
    find "$folder" \( -name file -o -name got -o -name '*_sk' -o -name session_key \) -delete
    say "logs and captures: $folder"
  fi
}
trap leave EXIT
trap 'exit 130' INT TERM

need ip:iproute2 iptables:iptables dnsmasq:dnsmasq-base tcpdump:tcpdump ping:iputils-ping curl:curl python3:python3

# Status 0: $reference is the chroot. 3: there is none to be had, and a line said so.
find_reference() {
  local status=0
  [ -z "${reference-}" ] || return 0
  need debootstrap:debootstrap unshare:util-linux
  reference=$("$top/interop/sid_chroot.sh" interop reference pqconnect iptables 9>&-) || status=$?
  return "$status"
}

for pair in "${pairs[@]}"; do
  # shellcheck source=/dev/null
  . "$top/interop/pairs/$pair.sh"
  begin=$(now_ms)
  if [[ $pair = *reference* ]]; then
    status=0
    find_reference || status=$?
    if [ "$status" = 3 ]; then
      continue
    elif [ "$status" != 0 ]; then
      bad "chroot of the reference"
      continue
    fi
  fi
  [[ $pair != *ours* ]] || "$top/pqagent" --help >/dev/null
  if [ -n "$long" ]; then
    bytes=100000000
    transfer_seconds=600
  else
    # shellcheck disable=SC2154 # the pair's
    bytes=$default_bytes
    transfer_seconds=60
  fi
  run=$folder/$pair
  mkdir "$run"
  echo "nameserver $server_address" >"$run/resolv.conf"
  make_namespaces
  run_pair || true
  remove_namespaces
  say "      $pair took $((($(now_ms) - begin) / 1000)) s"
done
say "$passed passed, $failed failed"
[ "$failed" = 0 ]
