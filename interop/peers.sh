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

our_records() {
  "$top/pqagent" dns-records --keys "$run/keys" --port "$port" --key-port "$key_port" --address "$server_address" "$@"
}

# Zone-file lines for ports.pq.test (ports in the name) and txt.pq.test (ports by TXT): ours, or for the control pair by hand.
records() {
  local long_label short_label
  if [[ $pair = *ours* ]]; then
    our_records --name ports.pq.test | grep -E 'pq1[0-9b-z]{60}\.'
    our_records --name txt.pq.test | grep -E 'pq1[0-9b-z]{52}\.'
  else
    long_label=$(reference_label)
    short_label=${long_label:0:55}
    echo "ports.pq.test. CNAME $long_label.pq.test."
    echo "$long_label.pq.test. A $server_address"
    echo "txt.pq.test. CNAME $short_label.pq.test."
    echo "$short_label.pq.test. A $server_address"
    echo "$short_label.pq.test. TXT \"p=$port\""
    echo "ks.$short_label.pq.test. TXT \"ip=$server_address;p=$key_port\""
  fi
}

# The label that the reference's keygen told the operator to publish.
reference_label() {
  grep -o -m 1 'pq1[0-9b-z]\{60\}' "$run/keys/DNS_Record_Update_HOWTO.txt" | head -n 1
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
