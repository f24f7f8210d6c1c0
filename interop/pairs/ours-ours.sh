# shellcheck shell=bash disable=SC2034 # read by run.sh and checks.sh
client=ours
server=ours
keys=ours
default_bytes=100000000
