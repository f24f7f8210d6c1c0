# shellcheck shell=bash disable=SC2154 # $top, $run, $reference, $port … are run.sh's
# How to make keys, start and stop each of the four: client and server, "ours" and "reference".

in_reference() {
  ip netns exec "$1" "$top/interop/in_reference.sh" "$reference" "$run" "${@:2}"
}

# make_keys KIND: into $run/keys
make_keys() {
  rm -rf "$run/keys" "$run/config"
  if [ "$1" = ours ]; then
    "$top/pqagent" keygen --keys "$run/keys" >"$run/keygen.log" 2>&1
  else
    mkdir -p "$run/keys" "$run/config"
    echo "$port" >"$run/config/pqcport"
    echo "$key_port" >"$run/config/keyport"
    in_reference "$server_ns" pqconnect-keygen -c /mnt/config -d /mnt/keys >"$run/keygen.log" 2>&1
  fi
}

# The label with hash and ports, as the maker of the keys prints it.
pq_label() {
  if [ "$1" = ours ]; then
    "$top/pqagent" dns-records --keys "$run/keys" --port "$port" --key-port "$key_port" --address "$server_address" www.pq.test
  else
    cat "$run"/keys/DNS_Record_Update_HOWTO.txt
  fi | grep -o 'pq1[0-9b-z]\{60\}' | head -n 1
}

start_server() {
  if [ "$1" = ours ]; then
    start server "$server_ns" "$top/pqagent" server --setup --keys "$run/keys" --port "$port" --key-port "$key_port" \
      --metrics 127.0.0.1:9743 --state-dir "$run/server-state"
    ready server 30 in_server curl -fsS http://127.0.0.1:9743/-/ready
  else
    start server "$server_ns" "$top/interop/in_reference.sh" "$reference" "$run" \
      pqconnect-server -d /mnt/keys -p "$port" -k "$key_port"
    ready server 30 grep -q 'Done generating ephemeral keypairs' "$run/server.log"
  fi
}

start_client() {
  if [ "$1" = ours ]; then
    start client "$client_ns" "$top/pqagent" client --setup --metrics 127.0.0.1:9742 --state-dir "$run/client-state"
    ready client 30 in_client curl -fsS http://127.0.0.1:9742/-/ready
  else
    cp "$top/interop/reference_client.py" "$run/"
    start client "$client_ns" "$top/interop/in_reference.sh" "$reference" "$run" python3 /mnt/reference_client.py
    ready client 30 in_client grep -q '^ *0 ' /proc/net/netfilter/nfnetlink_queue
  fi
}

# stop_peer client|server KIND: ours must leave nothing of its own in the kernel.
stop_peer() {
  local namespace=$client_ns left
  [ "$1" = client ] || namespace=$server_ns
  stop "$1" || [ "$2" = reference ] || return 1
  if [ "$2" = ours ]; then
    left=$(ip netns exec "$namespace" sh -c 'iptables-save; ip -4 route; ip -o link' | grep -i -e NFQUEUE -e PQAGENT -e pqc0 -e pqs0 || true)
    [ -z "$left" ] || { echo "left behind: $left"; return 1; }
  fi
}
