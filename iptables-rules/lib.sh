# shellcheck shell=bash
# What install.sh, remove.sh and status.sh share: the options, and how to recognise in the kernel what is
# ours. Nothing is remembered in files: a device is ours by its alias, a chain by its name, a route by its
# protocol number.

PATH=$PATH:/usr/sbin:/sbin
script=${0##*/}

# An operator's mistake or a refusal of the kernel: one line, exit status 2.
fail() {
  printf '%s: %s\n' "$script" "$(tr -s '\n' ' ' <<<"$1" | sed 's/ *$//')" >&2
  exit 2
}

note() {
  printf '%s: note: %s\n' "$script" "$1" >&2
}

usage() {
  cat <<END
usage: $script client|server [options]

  --interface NAME      TUN device (pqc0 for the client, pqs0 for the server)
  --address A.B.C.D/N   its address and the range of private addresses (10.43.0.1/16, 10.42.0.1/16)
  --mtu N|auto          its MTU (auto: the largest of this host's interfaces', less the 84 bytes around an inner packet)
  --queue N             queue for outbound TCP; N+1 takes the rest (100, 200)
  --queues M            as many of either: N to N+M-1 for TCP, N+M to N+2M-1 for the rest (1)
  --dns-queue N         client: queue for DNS replies (53)
  --host-address A      server: the services are on this other host, so forward for it
  --user NAME           owner of the device (pqagent if there is such a user, else root)
  -h, --help            this text

The agent's other options (--port, --key-port, --keys, --metrics, --log-level, --offload, --state-dir) are taken and
ignored, so that one list of options serves both. IPTABLES=iptables-legacy (or iptables-nft) in the
environment chooses the variant; the default is what this system calls iptables.
END
}

# Reads "role [options]" into the variables below; every name and default is the command line's.
# shellcheck disable=SC2034 # the scripts that source this use them
parse_options() {
  case ${1-} in
    -h | --help) usage; exit 0 ;;
    client) interface=pqc0 address=10.43.0.1/16 queue=100 route_protocol=143 ;;
    server) interface=pqs0 address=10.42.0.1/16 queue=200 route_protocol=142 ;;
    '') fail "which role? Try: $script client, or $script server" ;;
    *) fail "unknown role '$1': it is client or server" ;;
  esac
  role=$1 mtu=auto queues=1 dns_queue=53 host_address='' user=''
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage; exit 0 ;;
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
    esac
    case $role$1 in
      *--interface | *--address | *--mtu | *--queue | *--queues | *--user | *--port | *--metrics | *--log-level | *--offload | *--state-dir) ;;
      client--dns-queue | server--host-address | server--key-port | server--keys) ;;
      *) fail "unknown option '$1' for the $role: see $script --help" ;;
    esac
    [ $# -ge 2 ] || fail "option $1 needs a value: see $script --help"
    case $1 in
      --interface) interface=$2 ;;
      --address) address=$2 ;;
      --mtu) mtu=$2 ;;
      --queue) queue=$2 ;;
      --queues) queues=$2 ;;
      --dns-queue) dns_queue=$2 ;;
      --host-address) host_address=$2 ;;
      --user) user=$2 ;;
    esac
    shift 2
  done
  alias="pqagent $role"
  chain=PQAGENT-${role^^}
}

need_root_and_tools() {
  [ "$(id -u)" = 0 ] || fail "needs root: run it with sudo"
  command -v ip >/dev/null || fail "no 'ip' command: install iproute2"
  iptables=${IPTABLES:-iptables}
  ip6tables=${iptables%iptables*}ip6tables${iptables##*iptables}
  command -v "$iptables" >/dev/null || fail "no '$iptables' command: install iptables"
}

# The devices of this role, by alias: one at most, unless somebody copied the alias.
our_devices() {
  ip -o link show | sed -n "s/^[0-9]*: \([^:@]*\)[:@].* alias $alias *\$/\1/p"
}

# An agent runs: one of the queues that our rules send to has a reader. (The device's carrier says nothing: the agent
# takes it off.)
is_served() {
  grep -qxF "$(echo none; awk '{ print $1 }' /proc/net/netfilter/nfnetlink_queue 2>/dev/null)" \
    <<<"$(mangle_rules "$iptables" | our_rules | sed -n "s/^-A $chain-OUT .*--queue-[a-z]* \([0-9]*\).*/\1/p")"
}

owner_of() {
  ip -o -d link show dev "$1" | sed -n 's/.* persist on user \([^ ]*\).*/\1/p'
}

# The mangle rules, as iptables-save would write them; nothing where there is no such table. $1: iptables or ip6tables.
mangle_rules() {
  "$1" -w -t mangle -S 2>/dev/null || true
}

# Those of stdin that name our chains.
our_rules() {
  grep -E -e "^-N $chain-|-A $chain-|-j $chain-(PRE|IN|OUT)\$" || true
}

our_routes() {
  ip -4 route show table main proto "$route_protocol" 2>/dev/null || true
}

# One restore, all or nothing: every jump to our chains out, the chains emptied, then what stdin says.
# $1: iptables or ip6tables. Chains that stdin does not declare are deleted.
replace_rules() {
  local wanted present
  wanted=$(cat)
  present=$(mangle_rules "$1" | our_rules)
  [ -n "$wanted$present" ] || return 0
  command -v "$1-restore" >/dev/null || { echo "no '$1-restore' command"; return 1; }
  {
    echo '*mangle'
    sed -n 's/^-N \(.*\)/:\1 - [0:0]/p' <<<"$present"
    grep '^:' <<<"$wanted" || true
    sed -n "s/^-A \(.* -j $chain-[A-Z]*\)\$/-D \1/p" <<<"$present"
    grep '^-' <<<"$wanted" || true
    sed -n 's/^-N //p' <<<"$present" | while read -r name; do
      grep -q "^:$name " <<<"$wanted" || echo "-X $name"
    done
    echo COMMIT
  } | "$1-restore" -w --noflush 2>&1
}

# Takes away everything of this role. Prints what the kernel refused, if it did.
remove_all() {
  local device
  for device in $(our_devices); do
    ip link delete dev "$device" 2>&1 || true
  done
  replace_rules "$iptables" </dev/null || true
  if command -v "$ip6tables" >/dev/null; then
    replace_rules "$ip6tables" </dev/null || true
  fi
  if [ -n "$(our_routes)" ]; then
    ip -4 route flush table main proto "$route_protocol" 2>&1 || true
  fi
}
