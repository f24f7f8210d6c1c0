# shellcheck shell=bash disable=SC2154 # $run and $pair are run.sh's
# Two network namespaces with a link, the processes in them, and the book of checks. Sourced by run.sh.
#
#    $client_ns                                $server_ns
#   ┌───────────────────────────┐   link0     ┌───────────────────────────────────┐
#   │ client: ours or reference ├─────────────┤ server: ours or reference         │
#   │ curl, ping, talk.py       │             │ dnsmasq :53, services.py, tcpdump │
#   └───────────────────────────┘             └───────────────────────────────────┘
#     192.0.2.2                                 192.0.2.1
#     private addresses 10.43.0.0/16            private addresses 10.42.0.0/16

client_ns=pqi$$c
server_ns=pqi$$s
client_address=192.0.2.2
server_address=192.0.2.1
passed=0
failed=0
declare -A pids=()

# --- tools ---

# need COMMAND:PACKAGE…
need() {
  local wanted missing=()
  for wanted in "$@"; do
    command -v "${wanted%%:*}" >/dev/null || missing+=("${wanted#*:}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "interop: install what Debian calls ${missing[*]}, then run this again" >&2
    exit 2
  fi
  echo "interop: installing with apt: ${missing[*]}" >&2
  {
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" ||
      { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; }
  } >"$run/apt.log" 2>&1 </dev/null || {
    echo "interop: apt could not install ${missing[*]}: $(grep '^E:' "$run/apt.log" | tail -n 1)" >&2
    exit 2
  }
}

now_ms() {
  local now=${EPOCHREALTIME/[.,]/}
  echo $((now / 1000))
}

# wait_for SECONDS COMMAND…
wait_for() {
  local end=$(($(now_ms) + $1 * 1000))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$(now_ms)" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# --- the book of checks ---

say() {
  printf '%s\n' "$*"
}

good() {
  passed=$((passed + 1))
  printf 'ok    %-20s %s\n' "$pair" "$*"
}

bad() {
  failed=$((failed + 1))
  printf 'FAIL  %-20s %s\n' "$pair" "$*"
}

# check WHAT COMMAND…: one line, with the last thing that COMMAND said. No subshell: COMMAND may start processes.
check() {
  local what=$1 said status=0
  shift
  "$@" >"$run/said.txt" 2>&1 || status=$?
  said=$(tail -n 1 "$run/said.txt")
  if [ "$status" = 0 ]; then
    good "$what${said:+: $said}"
  else
    bad "$what: ${said:-status $status}"
    return 1
  fi
}

# --- namespaces ---

in_client() {
  ip netns exec "$client_ns" "$@"
}

in_server() {
  ip netns exec "$server_ns" "$@"
}

make_namespaces() {
  local namespace
  for namespace in "$client_ns" "$server_ns"; do
    ip netns add "$namespace"
    ip netns exec "$namespace" tee /proc/sys/net/ipv6/conf/{all,default}/disable_ipv6 <<<1 >/dev/null 2>&1 || true
    ip -n "$namespace" link set lo up
    mkdir -p "/etc/netns/$namespace"
    echo "nameserver $server_address" >"/etc/netns/$namespace/resolv.conf"
  done
  ip link add link0 netns "$client_ns" type veth peer name link0 netns "$server_ns"
  ip -n "$client_ns" addr add "$client_address/24" dev link0
  ip -n "$server_ns" addr add "$server_address/24" dev link0
  ip -n "$client_ns" link set link0 up
  ip -n "$server_ns" link set link0 up
}

remove_namespaces() {
  local name namespace pid
  for name in "${!pids[@]}"; do
    stop "$name" || true
  done
  for namespace in "$client_ns" "$server_ns"; do
    [ -e "/run/netns/$namespace" ] || continue
    for pid in $(ip netns pids "$namespace"); do
      kill -KILL "$pid" 2>/dev/null || true
    done
    ip netns delete "$namespace"
    rm -rf "/etc/netns/$namespace"
  done
  rmdir /etc/netns 2>/dev/null || true
}

# --- processes ---

# start NAME NAMESPACE COMMAND…: in the background, in a process group of its own, with a log.
start() {
  local name=$1 namespace=$2
  shift 2
  setsid ip netns exec "$namespace" "$@" >>"$run/$name.log" 2>&1 </dev/null &
  pids[$name]=$!
  # Until setsid has made the group, it would look ended.
  while kill -0 "$!" 2>/dev/null && group_ended "$!"; do sleep 0.01; done
}

# ready NAME SECONDS COMMAND…: waits until COMMAND succeeds; says the log's last line when it does not come to that.
ready() {
  local name=$1 end=$(($(now_ms) + $2 * 1000))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if group_ended "${pids[$name]}" || [ "$(now_ms)" -gt "$end" ]; then
      tail -n 1 "$run/$name.log"
      return 1
    fi
    sleep 0.1
  done
}

# stop NAME: fails when the process had to be killed.
stop() {
  local pid=${pids[$1]-}
  [ -n "$pid" ] || { echo "$1 was never started"; return 1; }
  unset "pids[$1]"
  kill -TERM -- "-$pid" 2>/dev/null || true
  if ! wait_for 15 group_ended "$pid"; then
    kill -KILL -- "-$pid" 2>/dev/null || true
    echo "had to be killed after 15 s"
    return 1
  fi
}

# The process and its group: the group is there only a moment after the process.
group_ended() {
  ! kill -0 "$1" 2>/dev/null && ! kill -0 -- "-$1" 2>/dev/null
}

# --- what the link shows ---

# The first 200 bytes of each frame go into $run/NAME.pcap.
start_sniffer() {
  : >"$run/sniffer.log"
  start sniffer "$server_ns" tcpdump -i link0 -n -s 200 -B 16384 -U -Z root -w "$run/$1.pcap"
  ready sniffer 5 grep -q 'listening on' "$run/sniffer.log"
}

stop_sniffer() {
  sleep 1.2 # a block of its ring may wait that long
  stop sniffer
}

# frames NAME FILTER…
frames() {
  local name=$1
  shift
  tcpdump -n -r "$run/$name.pcap" "$@" 2>/dev/null
}

# The highest epoch in the headers of the tunnel packets from an address: bytes 34 and 35 of the UDP payload.
highest_epoch() {
  printf '%d\n' "0x0$(frames "$1" -x "src host $2 and udp[8:2] = 0x0200" | awk '$1 == "0x0030:" { print $9 }' | sort | tail -n 1)"
}
