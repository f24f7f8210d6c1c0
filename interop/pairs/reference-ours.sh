# shellcheck shell=bash disable=SC2034 # read by run.sh and checks.sh
client=reference
server=ours
keys=reference
default_bytes=6000000
