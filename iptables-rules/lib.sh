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
  [ "$EUID" = 0 ] || fail "needs root: run it with sudo"
  command -v ip >/dev/null || fail "no 'ip' command: install iproute2"
  iptables=${IPTABLES:-iptables}
  ip6tables=${iptables%iptables*}ip6tables${iptables##*iptables}
  command -v "$iptables" >/dev/null || fail "no '$iptables' command: install iptables"
}

# Reads what is there into variables: all links and mangle rules; and of this role the rules, devices (by alias: one at
# most, unless somebody copied the alias) and routes. A process takes its time to start, so that each is asked once.
# shellcheck disable=SC2034 # the scripts that source this use them
take_stock() {
  local line
  links=$(ip -o link show)
  mangle=$(mangle_rules "$iptables")
  rules=$(our_rules <<<"$mangle")
  routes=$(ip -4 route show table main proto "$route_protocol" 2>/dev/null) || true
  devices=''
  while read -r line; do
    if [[ $line =~ ^[0-9]+:\ ([^:@]+)[:@].*\ alias\ "$alias"\ *$ ]]; then
      devices+=${devices:+ }${BASH_REMATCH[1]}
    fi
  done <<<"$links"
}

# An agent runs: one of the queues that our rules send to has a reader. (The device's carrier says nothing: the agent
# takes it off.)
is_served() {
  local rule queue readers=' '
  while read -r queue _; do
    readers+="$queue "
  done < <(cat /proc/net/netfilter/nfnetlink_queue 2>/dev/null)
  while read -r rule; do
    [[ $rule =~ ^-A\ $chain-OUT\ .*--queue-[a-z]*\ ([0-9]+) && $readers == *" ${BASH_REMATCH[1]} "* ]] && return 0
  done <<<"$rules"
  return 1
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
  local line
  while read -r line; do
    if [[ $line =~ ^-N\ $chain-|-A\ $chain-|-j\ $chain-(PRE|IN|OUT)$ ]]; then
      echo "$line"
    fi
  done
}

# One restore, all or nothing: every jump to our chains out, the chains emptied, then what is wanted.
# $1: iptables or ip6tables. $2: our rules as they are. $3: chains, jumps, rules as they are to be; chains that it does
# not declare are deleted.
replace_rules() {
  local line declared='' jumps_out='' jumps_in='' deleted=''
  [ -n "$2$3" ] || return 0
  command -v "$1-restore" >/dev/null || { echo "no '$1-restore' command"; return 1; }
  while read -r line; do
    if [[ $line =~ ^-N\ (.*) ]]; then
      declared+=":${BASH_REMATCH[1]} - [0:0]"$'\n'
      [[ $'\n'$3 == *$'\n'":${BASH_REMATCH[1]} "* ]] || deleted+="-X ${BASH_REMATCH[1]}"$'\n'
    elif [[ $line =~ ^-A\ (.*\ -j\ $chain-[A-Z]+)$ ]]; then
      jumps_out+="-D ${BASH_REMATCH[1]}"$'\n'
    fi
  done <<<"$2"
  while read -r line; do
    case $line in
      :*) declared+=$line$'\n' ;;
      -*) jumps_in+=$line$'\n' ;;
    esac
  done <<<"$3"
  "$1-restore" -w --noflush <<<"*mangle"$'\n'"$declared$jumps_out$jumps_in${deleted}COMMIT" 2>&1
}

# Takes away everything of this role that take_stock saw. Prints what the kernel refused, if it did.
remove_all() {
  local device
  for device in $devices; do
    ip link delete dev "$device" 2>&1 || true
  done
  replace_rules "$iptables" "$rules" '' || true
  if command -v "$ip6tables" >/dev/null; then
    replace_rules "$ip6tables" "$(mangle_rules "$ip6tables" | our_rules)" '' || true
  fi
  if [ -n "$routes" ]; then
    ip -4 route flush table main proto "$route_protocol" 2>&1 || true
  fi
}
