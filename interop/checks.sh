# shellcheck shell=bash disable=SC2154 # the variables are run.sh's and the pair's
# What a pair must be able to do. Every function says one line and fails when it is not so.

http_port=8080
echo_port=7007
private_client='10\.43\.[0-9]+\.[0-9]+'
private_server='10\.42\.[0-9]+\.[0-9]+'

# resolve NAME: its first IPv4 address, as applications in the client's namespace see it
resolve() {
  in_client getent ahostsv4 "$1" | awk 'NR == 1 { print $1 }'
}

# What each name's first use is, right after the client's start: the time is from the question to DNS to the first answer.
connects_by_ping() {
  local address begin
  begin=$(now_ms)
  address=$(resolve "$1")
  echo "${address:-no address}"
  [[ $address =~ ^$private_client$ ]] || return 1
  in_client ping -n -q -c 1 -w 15 -i 0.02 "$address" >"$run/ping.txt" || { echo "$address: no ping came back in 15 s"; return 1; }
  echo "$address, first ping back after $(($(now_ms) - begin)) ms"
}

connects_by_tcp() {
  local begin
  begin=$(now_ms)
  is_seen_as "$1" "$private_server" || return 1
  echo "first HTTP answer after $(($(now_ms) - begin)) ms"
}

pings() {
  in_client ping -n -q -c 20 -i 0.1 -W 2 "$(resolve "$1")" >"$run/ping.txt" || true
  awk -F'[ /]' '/packets transmitted/ { loss = $6 } /^rtt/ { average = $8 } END { print loss " lost of 20, " average " ms"; exit loss != "0%" }' \
    "$run/ping.txt"
}

mbit() {
  awk -v bytes="$1" -v ms="$2" 'BEGIN { printf "%.1f MB in %.1f s, %.1f Mbit/s", bytes / 1e6, ms / 1e3, bytes * 8 / 1e3 / ms }'
}

# downloads NAME, uploads NAME: $bytes bytes, and the hash must be the same
downloads() {
  local begin
  rm -f "$run/got"
  begin=$(now_ms)
  in_client curl -sS --max-time "$transfer_seconds" -o "$run/got" "http://$1:$http_port/file" || return 1
  mbit "$bytes" $(($(now_ms) - begin))
  [ "$(sha256sum <"$run/got")" = "$(sha256sum <"$run/file")" ] || { echo "the hashes differ"; return 1; }
  echo ", same SHA-256"
}

uploads() {
  local begin
  begin=$(now_ms)
  in_client curl -sS --max-time "$transfer_seconds" -H Expect: -o "$run/answer" -T "$run/file" "http://$1:$http_port/file" || return 1
  mbit "$bytes" $(($(now_ms) - begin))
  [ "$(cat "$run/answer")" = "$(sha256sum <"$run/file" | cut -d' ' -f1)" ] || { echo "the hashes differ"; return 1; }
  echo ", same SHA-256"
}

# The services see the client by a private address of the server's, not by its own.
is_seen_as() {
  local address
  address=$(in_client curl -sS --max-time 10 "http://$1:$http_port/whoami")
  echo "$address"
  [[ $address =~ ^$2$ ]]
}

talks() {
  in_client python3 "$top/interop/talk.py" "$1" "$echo_port" "${@:2}"
}

# --- the link ---

# Frames that are neither ARP nor DNS nor of PQConnect's ports; frames in which the services' text can be read.
link_shows_only_pqconnect() {
  local all foreign readable
  all=$(frames "$1" | wc -l)
  foreign=$(frames "$1" "not (arp or udp port 53 or udp port $port or udp port $key_port)" | wc -l)
  readable=$(grep -a -c PQAGENT-INTEROP-PLAINTEXT "$run/$1.pcap" || true)
  echo "$all frames, $foreign of another protocol, $readable with readable text"
  [ "$all" -gt 0 ] && [ "$foreign" = 0 ] && [ "$readable" = 0 ]
}

# That the check above would see it: the plain name, the same text.
link_shows_plain_text() {
  start_sniffer plain
  talks plain.pq.test 5 >"$run/talk.txt"
  stop_sniffer
  local readable
  readable=$(grep -a -c PQAGENT-INTEROP-PLAINTEXT "$run/plain.pcap" || true)
  echo "$readable lines read"
  [ "$readable" -gt 0 ]
}

both_epochs_reach() {
  local from_client from_server
  from_client=$(highest_epoch "$1" "$client_address")
  from_server=$(highest_epoch "$1" "$server_address")
  echo "epoch $from_client from the client, $from_server from the server"
  [ "$from_client" -ge "$2" ] && [ "$from_server" -ge "$2" ]
}

# --- a pair ---

serve_names() {
  cat >"$run/dnsmasq.conf" <<END
no-resolv
no-hosts
no-daemon
interface=link0
bind-interfaces
local=/pq.test/
host-record=plain.pq.test,$server_address
END
  records >"$run/records.txt" || { echo "no DNS records could be made"; return 1; }
  awk '{ sub(/\.$/, "", $1); sub(/\.$/, "", $NF); gsub(/"/, "", $NF) }
    / CNAME / { print "cname=" $1 "," $NF }
    / A / { print "host-record=" $1 "," $NF }
    / TXT / { print "txt-record=" $1 "," $NF }' "$run/records.txt" >>"$run/dnsmasq.conf"
  start dns "$server_ns" dnsmasq -C "$run/dnsmasq.conf"
  start services "$server_ns" python3 "$top/interop/services.py" "$run/file" "$http_port" "$echo_port"
  wait_for 5 in_client sh -c "getent ahostsv4 plain.pq.test && curl -sS http://$server_address:$http_port/whoami"
}

# What the reference's keygen and our dns-records say of the same keys.
names_agree() {
  grep -q "^ports.pq.test. .*CNAME $(reference_label).pq.test.$" "$run/records.txt"
}

check_name_with_txt() {
  check "name without ports (TXT)" connects_by_ping txt.pq.test || return
  check "ping" pings txt.pq.test || true
  check "small session" talks txt.pq.test 20 || true
}

check_name_with_ports() {
  start_sniffer tunnel
  check "name with ports" connects_by_tcp ports.pq.test || return
  check "ping" pings ports.pq.test || true
  check "HTTP server sees a private address" is_seen_as ports.pq.test "$private_server" || true
  check "download" downloads ports.pq.test || true
  check "upload" uploads ports.pq.test || true
  check "interactive session" talks ports.pq.test 200 || true
  check "ping afterwards" pings ports.pq.test || true
  [ -z "$long" ] || check "ten minutes, 100 s of them idle" talks ports.pq.test 168 3 100 || true
  stop_sniffer
  check "the link shows only PQConnect" link_shows_only_pqconnect tunnel || true
  [ -z "$long" ] || check "epochs change" both_epochs_reach tunnel 15 || true
  check "plain name as before" is_seen_as plain.pq.test "$client_address" || true
}

run_pair() {
  check "keys by $keys" make_keys "$keys" || return
  seq -f 'PQAGENT-INTEROP-PLAINTEXT %.0f' 1000000000 2>/dev/null | head -c "$bytes" >"$run/file" || true
  check "DNS and services" serve_names || return
  [ "$keys" = ours ] || check "records name the same hash and ports" names_agree || true
  check "the sniffer reads what is not encrypted" link_shows_plain_text || return
  check "$server server starts" start_server "$server" || return
  check "$client client starts" start_client "$client" || return
  check_name_with_txt || return
  check "$client client stops" stop_peer client "$client" || return
  check "$client client starts again" start_client "$client" || return
  check_name_with_ports || return
  check "$client client stops" stop_peer client "$client" || true
  check "$server server stops" stop_peer server "$server" || true
}
