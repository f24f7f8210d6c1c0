#!/usr/bin/env bash
# Makes the TUN device, its routes and the iptables rules that one role of pqagent needs.
#
#   client   DNS replies        INPUT   udp sport 53   → queue 53, passing when no agent listens
#            outbound           OUTPUT  -o pqc0        → queues 100 (TCP) and 101, dropped when no agent listens
#   server   outbound           OUTPUT  -o pqs0        → queues 200 (TCP) and 201; FORWARD too with --host-address
#   both     private addresses  go out of the device or nowhere, and come in by the device or not at all
set -euo pipefail
here=$(readlink -f "$0")
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "${here%/*}/lib.sh"

check_number() {
  if ! [[ $2 =~ ^(0|[1-9][0-9]{0,4})$ ]] || (($2 < $3 || $2 > $4)); then
    fail "$1 $2: give a number from $3 to $4"
  fi
}

check_address() {
  local octet='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
  [[ $2 =~ ^$octet\.$octet\.$octet\.$octet$3$ ]] || fail "$1 $2: give $4"
}

check_options() {
  [[ $interface =~ ^[A-Za-z0-9_.-]{1,15}$ ]] || fail "--interface $interface: give a name of 1 to 15 letters and digits"
  check_address --address "$address" '/([89]|[12][0-9])' 'an address with its prefix length (8 to 29), like 10.43.0.1/16'
  [ -z "$host_address" ] || check_address --host-address "$host_address" '' 'an IPv4 address'
  [ "$mtu" = auto ] || check_number --mtu "$mtu" 576 65535
  check_number --queues "$queues" 1 32
  check_number --queue "$queue" 0 "$((65536 - 2 * queues))"
  check_number --dns-queue "$dns_queue" 0 65535
  [ "$role" = server ] || ((dns_queue < queue || dns_queue >= queue + 2 * queues)) \
    || fail "--dns-queue $dns_queue is one of the outbound queues, from $queue to $((queue + 2 * queues - 1)): choose another"
  if [ -z "$user" ]; then
    user=$(id -un pqagent 2>/dev/null) || user=root
    return
  fi
  user=$(id -un -- "$user" 2>/dev/null) || fail "--user: there is no such user on this system: make it, or name another"
}

# network: 10.43.0.1/16 → 10.43.0.0/16
find_network() {
  local a b c d length bits
  IFS=./ read -r a b c d length <<<"$address"
  bits=$(((a << 24 | b << 16 | c << 8 | d) >> (32 - length) << (32 - length)))
  network="$((bits >> 24)).$((bits >> 16 & 255)).$((bits >> 8 & 255)).$((bits & 255))/$length"
}

# mtu: the largest inner packet that any path from here may take; the agent cuts to what each path does take.
find_mtu() {
  local link most=0
  while read -r link; do
    [[ $link =~ [\<,](LOOPBACK|POINTOPOINT)[,\>] ]] && continue
    if [[ $link =~ \ mtu\ ([0-9]+) ]] && ((BASH_REMATCH[1] > most)); then
      most=${BASH_REMATCH[1]}
    fi
  done <<<"$links"
  mtu=$(((most ? most : 1500) - 84))
  ((mtu >= 576)) || mtu=576
  ((mtu <= 65000)) || mtu=65000
}

check_interface() {
  local device
  for device in $devices; do
    [ "$device" = "$interface" ] && [ "$(owner_of "$device")" = "$user" ] || ! is_served \
      || fail "$device (of $(owner_of "$device")) is in use by a running agent: stop it before changing name or owner"
  done
  if [[ $links =~ (^|$'\n')[0-9]+:\ "$interface"[:@]([^$'\n']*) ]] && [[ " $devices " != *" $interface "* ]]; then
    [[ ${BASH_REMATCH[0]} != *' alias pqagent '* ]] \
      || fail "interface $interface belongs to the other role: choose another with --interface"
    fail "interface $interface exists and is not the $role's: choose another with --interface, or delete it (ip link delete $interface)"
  fi
}

# Any route but the default ones (and the halves that VPNs make of it) that holds or is held by our range.
check_range() {
  local route
  while read -r route; do
    [[ $route =~ ^(default|0\.0\.0\.0/|128\.0\.0\.0/1\ |unreachable|blackhole|prohibit|throw|$) ]] && continue
    [[ $route =~ \ dev\ ([^ ]+) && " $devices " == *" ${BASH_REMATCH[1]} "* ]] && continue
    fail "range $network is in use here (${route%"${route##*[! ]}"}): choose another with --address"
  done <<<"$(ip -4 -o route show table all root "$network"; ip -4 -o route show table all match "$network")"
}

# Two agents on one queue would take each other's packets.
check_queues() {
  local rule number
  while read -r rule; do
    [[ $rule != "-A $chain-"* && $rule =~ --queue-num\ ([0-9]+) ]] || continue
    number=${BASH_REMATCH[1]}
    if ((number >= queue && number < queue + 2 * queues)) || { [ "$role" = client ] && ((number == dns_queue)); }; then
      fail "queue $number is taken by another rule ($rule): choose another with --queue or --dns-queue"
    fi
  done <<<"$mangle"
}

check_forwarding() {
  [ -z "$host_address" ] || [ "$(</proc/sys/net/ipv4/ip_forward)" = 1 ] \
    || fail "--host-address needs a forwarding host: run sysctl -w net.ipv4.ip_forward=1 (and put it in /etc/sysctl.d)"
}

# The agent takes the device's carrier off; its route has to count nevertheless.
check_linkdown() {
  [ "$(</proc/sys/net/ipv4/conf/all/ignore_routes_with_linkdown)" = 0 ] \
    || fail "this system ignores routes of devices without carrier: run sysctl -w net.ipv4.conf.all.ignore_routes_with_linkdown=0"
}

# Chains, jumps, rules for replace_rules. Inserted first, so that no earlier ACCEPT passes them by. The kernel balances by
# addresses: a peer stays on one queue, and its packets in their order.
want_rules() {
  local tcp="--queue-num $queue" others="--queue-num $((queue + queues))"
  if ((queues > 1)); then
    tcp="--queue-balance $queue:$((queue + queues - 1))"
    others="--queue-balance $((queue + queues)):$((queue + 2 * queues - 1))"
  fi
  wanted=":$chain-PRE - [0:0]
:$chain-OUT - [0:0]
-I PREROUTING 1 -j $chain-PRE
-A $chain-PRE -i lo -j RETURN
-A $chain-PRE -i $interface -j RETURN"
  [ -z "$host_address" ] || wanted+="
-A $chain-PRE -s $host_address -d $network -j RETURN
-I FORWARD 1 -j $chain-OUT"
  wanted+="
-A $chain-PRE -s $network -j DROP
-A $chain-PRE -d $network -j DROP
-I OUTPUT 1 -j $chain-OUT
-A $chain-OUT -o lo -j RETURN
-A $chain-OUT -o $interface -p tcp -j NFQUEUE $tcp
-A $chain-OUT -o $interface -j NFQUEUE $others
-A $chain-OUT -d $network -j DROP"
  wanted_dns=":$chain-IN - [0:0]
-I INPUT 1 -j $chain-IN
-A $chain-IN -p udp -m udp --sport 53 -j NFQUEUE --queue-num $dns_queue --queue-bypass"
  [ "$role" = server ] || wanted+=$'\n'$wanted_dns
}

install_rules() {
  local said wanted wanted_dns
  want_rules
  said=$(replace_rules "$iptables" "$rules" "$wanted") \
    || fail "$iptables refused the rules (${said%%$'\n'*}): is the NFQUEUE target in this kernel (modprobe xt_NFQUEUE)?"
  [ "$role" = client ] || return 0
  if ! said=$(replace_rules "$ip6tables" "$(mangle_rules "$ip6tables" | our_rules)" "$wanted_dns" 2>&1); then
    note "no usable $ip6tables (${said%%$'\n'*}): DNS replies over IPv6 pass unseen"
  fi
}

run() {
  local said
  said=$("$@" 2>&1) || fail "'$*' failed: $said"
}

# Has ip do the lines of $1, each a command of it, until it refuses one.
ip_batch() {
  local said lines
  said=$(ip -4 -batch - <<<"$1" 2>&1) && return
  mapfile -t lines <<<"$1"
  [[ $said =~ Command\ failed\ -:([0-9]+) ]] || fail "'ip -batch' failed: $said"
  fail "'ip ${lines[BASH_REMATCH[1] - 1]}' failed: ${said%%Command failed*}"
}

# The unreachable route stands behind the device's own: what is left when the device is down or gone.
install_device() {
  local device kept='' commands=''
  for device in $devices; do
    if [ "$device" != "$interface" ] || [ "$(owner_of "$device")" != "$user" ]; then
      commands+="link delete dev $device"$'\n'
    else
      kept=$device
    fi
  done
  [ -z "$routes" ] || [[ $routes == "unreachable $network "* ]] || commands+="route flush table main proto $route_protocol"$'\n'
  commands+="route replace unreachable $network metric 4294967295 proto $route_protocol"$'\n'
  if [ -z "$kept" ]; then
    commands+="tuntap add dev $interface mode tun user $user"$'\n'
    commands+="link set dev $interface alias \"$alias\""$'\n'
    commands+="addr add $address dev $interface"$'\n'
  elif [[ $(ip -4 -o addr show dev "$interface") != *" inet $address "* ]]; then
    commands+="addr flush dev $interface"$'\n'
    commands+="addr add $address dev $interface"$'\n'
  fi
  ip_batch "${commands}link set dev $interface multicast off mtu $mtu"
  echo 0 >"/proc/sys/net/ipv4/conf/$interface/ignore_routes_with_linkdown"
  # No router solicitations and no IPv6 addresses where only IPv4 can go.
  if [ -e "/proc/sys/net/ipv6/conf/$interface/disable_ipv6" ]; then
    echo 1 >"/proc/sys/net/ipv6/conf/$interface/disable_ipv6"
  fi
  run ip link set dev "$interface" up
}

roll_back() {
  [ -z "$installed" ] || return 0
  take_stock
  remove_all >/dev/null 2>&1
}

parse_options "$@"
need_root_and_tools
check_options
take_stock
find_network
[ "$mtu" != auto ] || find_mtu
check_interface
check_range
check_queues
check_forwarding
check_linkdown

# A first installation that fails leaves nothing; a changed one that fails leaves packets dropped, not loose.
installed=$devices$rules$routes
trap roll_back EXIT
install_rules
install_device
installed=yes
echo "$role rules installed: $interface $address mtu $mtu, owner $user, queues $queue $([ "$queues" = 1 ] && echo and || echo to) $((queue + 2 * queues - 1))$(
  [ "$role" = server ] || echo ", DNS replies to queue $dns_queue")"
