#!/usr/bin/env bash
# Makes the TUN device, its routes and the iptables rules that one role of pqagent needs.
#
#   client   DNS replies        INPUT   udp sport 53   → queue 53, passing when no agent listens
#            outbound           OUTPUT  -o pqc0        → queues 100 (TCP) and 101, dropped when no agent listens
#   server   outbound           OUTPUT  -o pqs0        → queues 200 (TCP) and 201; FORWARD too with --host-address
#   both     private addresses  go out of the device or nowhere, and come in by the device or not at all
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$(readlink -f "$0")")/lib.sh"

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
    user=root
    ! id pqagent >/dev/null 2>&1 || user=pqagent
  fi
  user=$(id -un -- "$user" 2>/dev/null) || fail "--user: there is no such user on this system: make it, or name another"
}

# 10.43.0.1/16 → 10.43.0.0/16
network_of() {
  local a b c d length bits
  IFS=./ read -r a b c d length <<<"$1"
  bits=$(((a << 24 | b << 16 | c << 8 | d) >> (32 - length) << (32 - length)))
  echo "$((bits >> 24)).$((bits >> 16 & 255)).$((bits >> 8 & 255)).$((bits & 255))/$length"
}

# The largest inner packet that any path from here may take; the agent cuts to what each path does take.
largest_inner_packet() {
  ip -o link show | awk '
    !/[<,](LOOPBACK|POINTOPOINT)[,>]/ { for (i = 1; i < NF; i++) if ($i == "mtu" && $(i + 1) > most) most = $(i + 1) }
    END { inner = (most ? most : 1500) - 84; print (inner < 576 ? 576 : inner > 65000 ? 65000 : inner) }'
}

check_interface() {
  local device shown
  for device in $devices; do
    [ "$device" = "$interface" ] && [ "$(owner_of "$device")" = "$user" ] || ! is_served \
      || fail "$device (of $(owner_of "$device")) is in use by a running agent: stop it before changing name or owner"
  done
  shown=$(ip -o link show dev "$interface" 2>/dev/null) || return 0
  if [[ " $devices " == *" $interface "* ]]; then
    return
  elif [[ $shown == *' alias pqagent '* ]]; then
    fail "interface $interface belongs to the other role: choose another with --interface"
  else
    fail "interface $interface exists and is not the $role's: choose another with --interface, or delete it (ip link delete $interface)"
  fi
}

# Any route but the default ones (and the halves that VPNs make of it) that holds or is held by our range.
check_range() {
  local taken
  taken=$({
    ip -4 -o route show table all root "$network"
    ip -4 -o route show table all match "$network"
  } | awk -v ours=" $devices " -v protocol="$route_protocol" '
    /^(default|0\.0\.0\.0\/|128\.0\.0\.0\/1 |unreachable|blackhole|prohibit|throw)/ { next }
    { for (i = 1; i < NF; i++) if ($i == "dev" && index(ours, " " $(i + 1) " ")) next; if (!seen++) print }')
  [ -z "$taken" ] || fail "range $network is in use here (${taken%"${taken##*[! ]}"}): choose another with --address"
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

# What replace_rules reads: chains, jumps, rules. Inserted first, so that no earlier ACCEPT passes them by.
wanted_rules() {
  local prefix=$chain
  echo ":$prefix-PRE - [0:0]"
  echo ":$prefix-OUT - [0:0]"
  echo "-I PREROUTING 1 -j $prefix-PRE"
  echo "-A $prefix-PRE -i lo -j RETURN"
  echo "-A $prefix-PRE -i $interface -j RETURN"
  if [ -n "$host_address" ]; then
    echo "-A $prefix-PRE -s $host_address -d $network -j RETURN"
    echo "-I FORWARD 1 -j $prefix-OUT"
  fi
  echo "-A $prefix-PRE -s $network -j DROP"
  echo "-A $prefix-PRE -d $network -j DROP"
  echo "-I OUTPUT 1 -j $prefix-OUT"
  echo "-A $prefix-OUT -o lo -j RETURN"
  echo "-A $prefix-OUT -o $interface -p tcp -j NFQUEUE $(queue_option "$queue")"
  echo "-A $prefix-OUT -o $interface -j NFQUEUE $(queue_option "$((queue + queues))")"
  echo "-A $prefix-OUT -d $network -j DROP"
  [ "$role" = server ] || wanted_dns_rules
}

# The kernel balances by addresses: a peer stays on one queue, and its packets in their order.
queue_option() {
  if [ "$queues" = 1 ]; then
    echo "--queue-num $1"
  else
    echo "--queue-balance $1:$(($1 + queues - 1))"
  fi
}

wanted_dns_rules() {
  echo ":$chain-IN - [0:0]"
  echo "-I INPUT 1 -j $chain-IN"
  echo "-A $chain-IN -p udp -m udp --sport 53 -j NFQUEUE --queue-num $dns_queue --queue-bypass"
}

install_rules() {
  local said
  said=$(wanted_rules | replace_rules "$iptables") \
    || fail "$iptables refused the rules (${said%%$'\n'*}): is the NFQUEUE target in this kernel (modprobe xt_NFQUEUE)?"
  [ "$role" = client ] || return 0
  if ! said=$(wanted_dns_rules | replace_rules "$ip6tables" 2>&1); then
    note "no usable $ip6tables (${said%%$'\n'*}): DNS replies over IPv6 pass unseen"
  fi
}

run() {
  local said
  said=$("$@" 2>&1) || fail "'$*' failed: $said"
}

# Stands behind the device's own route: what is left when the device is down or gone.
install_unreachable_route() {
  [ -z "$routes" ] || [ "$(awk '{ print $2 }' <<<"$routes")" = "$network" ] || ip -4 route flush table main proto "$route_protocol" 2>/dev/null || true
  run ip -4 route replace unreachable "$network" metric 4294967295 proto "$route_protocol"
}

install_device() {
  local device
  for device in $devices; do
    if [ "$device" != "$interface" ] || [ "$(owner_of "$device")" != "$user" ]; then
      run ip link delete dev "$device"
    fi
  done
  if ! ip link show dev "$interface" >/dev/null 2>&1; then
    run ip tuntap add dev "$interface" mode tun user "$user"
    run ip link set dev "$interface" alias "$alias"
  fi
  run ip link set dev "$interface" multicast off mtu "$mtu"
  echo 0 >"/proc/sys/net/ipv4/conf/$interface/ignore_routes_with_linkdown"
  # No router solicitations and no IPv6 addresses where only IPv4 can go.
  if [ -e "/proc/sys/net/ipv6/conf/$interface/disable_ipv6" ]; then
    echo 1 >"/proc/sys/net/ipv6/conf/$interface/disable_ipv6"
  fi
  if [ "$(ip -4 -o addr show dev "$interface" | awk '{ print $4 }')" != "$address" ]; then
    run ip -4 addr flush dev "$interface"
    run ip -4 addr add "$address" dev "$interface"
  fi
  run ip link set dev "$interface" up
}

roll_back() {
  [ -n "$installed" ] || remove_all >/dev/null 2>&1
}

parse_options "$@"
need_root_and_tools
check_options
network=$(network_of "$address")
[ "$mtu" != auto ] || mtu=$(largest_inner_packet)
devices=$(our_devices)
devices=${devices//$'\n'/ }
mangle=$(mangle_rules "$iptables")
check_interface
check_range
check_queues
check_forwarding
check_linkdown

# A first installation that fails leaves nothing; a changed one that fails leaves packets dropped, not loose.
routes=$(our_routes)
installed=$devices$(our_rules <<<"$mangle")$routes
trap roll_back EXIT
install_rules
install_unreachable_route
install_device
installed=yes
echo "$role rules installed: $interface $address mtu $mtu, owner $user, queues $queue $([ "$queues" = 1 ] && echo and || echo to) $((queue + 2 * queues - 1))$(
  [ "$role" = server ] || echo ", DNS replies to queue $dns_queue")"
