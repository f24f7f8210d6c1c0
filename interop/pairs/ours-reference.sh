# shellcheck shell=bash disable=SC2034 # read by run.sh and checks.sh
client=ours
server=reference
keys=ours
default_bytes=6000000
