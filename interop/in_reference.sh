#!/usr/bin/env bash
# usage: ip netns exec NAMESPACE in_reference.sh CHROOT FOLDER COMMAND…
# Runs COMMAND in the chroot, where FOLDER is /mnt. The mounts live in the mount namespace that "ip netns exec"
# made for this process, and end with it.
set -euo pipefail
root=$1
folder=$2
shift 2
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs tmpfs "$root/run"
mount --bind "$folder" "$root/mnt"
mount --bind "$folder/resolv.conf" "$root/etc/resolv.conf"
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C PYTHONUNBUFFERED=1 chroot "$root" "$@"
