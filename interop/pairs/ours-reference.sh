# shellcheck shell=bash disable=SC2034 # read by run.sh and checks.sh
client=ours
server=reference
keys=ours
default_bytes=6000000
# Its server is silent when nothing is asked of it, and after 90 to 120 s of silence a tunnel has no keys left.
idle_seconds=80
