#!/usr/bin/env bash
# usage: sid_chroot.sh WHO WHAT PACKAGE…
# Makes a chroot of Debian sid with these packages, once, and keeps it in a cache folder, by the name of the first. WHO says so.
#
#   stdout: the chroot's path                  exit status 0
#   stderr: WHO: why the making failed                     1
#   stderr: WHO: WHAT not available: WHY                   3, only where Debian's registry does not answer
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

who=$1 what=$2 package=$3
shift 2
packages=$(IFS=, && echo "$*")
cache=${PQAGENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pqagent}
mirror=${PQAGENT_DEBIAN_MIRROR:-http://deb.debian.org/debian}
chroot_dir=$cache/sid-$package
log=$cache/debootstrap.log

# Any answer counts, a refusal too: that is for debootstrap to fail on.
registry_answers() {
  reason=$(curl -sS -o /dev/null --head --location --retry 2 --max-time 20 "$mirror/dists/sid/InRelease" 2>&1)
}

# debootstrap mounts proc and sys in the new root: in a mount namespace of its own they end with it.
debootstrap_into() {
  unshare --mount -- debootstrap --variant=minbase --include="$packages" sid "$1" "$mirror" >"$log" 2>&1 </dev/null
}

make_chroot() {
  rm -rf "$cache"/making.*
  temporary=$(mktemp -d "$cache/making.XXXXXX")
  trap 'rm -rf "$temporary"' EXIT
  debootstrap_into "$temporary" || {
    rm -rf "$temporary"
    mkdir "$temporary"
    debootstrap_into "$temporary"
  } || return 1
  rm -rf "$temporary"/var/cache/apt/archives/*.deb
  chmod 755 "$temporary"
  mv -T "$temporary" "$chroot_dir"
}

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if [ ! -d "$chroot_dir" ]; then
  echo "$who: making a chroot of Debian sid with $package in $chroot_dir (about a minute) …" >&2
  if ! registry_answers; then
    echo "$who: $what not available: $mirror does not answer ($reason)" >&2
    exit 3
  fi
  if ! make_chroot; then
    echo "$who: could not make the chroot: $(tail -n 1 "$log") (all of it in $log)" >&2
    exit 1
  fi
fi
echo "$chroot_dir"
