#!/usr/bin/env bash
# podman.sh ARGUMENT... : podman with the storage of the rig, in a mount namespace of its own, so that nothing outside changes: crun gives /dev/null to the
# container's user, and refuses a machine that mounts control groups of both versions.
set -euo pipefail
store=${RIG_STORE:?where images and containers are kept}
mkdir -p "$store"
# Whole or not at all: another one may be reading it.
conf=$(mktemp "$store/.conf-XXXXXX")
cat >"$conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$store/images"
runroot = "$store/run"
CONF
chmod 644 "$conf"
mv "$conf" "$store/storage.conf"
export CONTAINERS_STORAGE_CONF=$store/storage.conf BUILDAH_ISOLATION=chroot
if [ "${1:-}" = buildah ]; then exec "$@"; fi
[ -c "$store/null" ] || mknod -m 666 "$store/null" c 1 3
chown 0:0 "$store/null"
# shellcheck disable=SC2016 # the inner shell expands it
exec unshare --mount -- bash -c '
  set -e
  mount --make-rprivate /
  mount --bind "$0" /dev/null
  if [ "$(stat -f -c %T /sys/fs/cgroup)" != cgroup2fs ]; then umount -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup; fi
  exec podman "$@"
' "$store/null" "$@"
