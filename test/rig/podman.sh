#!/usr/bin/env bash
# podman.sh ARGUMENT... : podman with the storage of the rig. Where the machine mounts control groups of both versions, which crun refuses, it
# runs in a mount namespace of its own that shows version 2 alone; nothing outside changes.
set -euo pipefail
store=${RIG_STORE:?where images and containers are kept}
mkdir -p "$store"
cat >"$store/storage.conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$store/images"
runroot = "$store/run"
CONF
export CONTAINERS_STORAGE_CONF=$store/storage.conf BUILDAH_ISOLATION=chroot
if [ "${1:-}" = buildah ]; then exec "$@"; fi
if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then exec podman "$@"; fi
exec unshare --mount -- bash -c 'mount --make-rprivate / && umount -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup && exec podman "$@"' podman "$@"
