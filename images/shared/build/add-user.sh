#!/usr/bin/env bash
# Build time, as root: add-user.sh UID GID makes the user `app` with a home, and /workspace. Some bases come with a user of that id: it makes room.
set -euo pipefail
uid=$1 gid=$2
if [ "$uid" -lt 500 ] || [ "$gid" -lt 500 ]; then
  echo "add-user.sh: uid and gid must be 500 or more, got $uid:$gid; lower ones belong to the system" >&2
  exit 1
fi
if name=$(getent passwd "$uid"); then userdel --remove "${name%%:*}" 2>/dev/null || userdel "${name%%:*}"; fi
if name=$(getent group "$gid"); then groupdel "${name%%:*}"; fi
groupadd --gid "$gid" app
useradd --uid "$uid" --gid "$gid" --no-log-init --create-home --shell /bin/bash app
# Where nothing is mounted, an arbitrary uid still finds a place to write.
mkdir -p /workspace
chmod 1777 /workspace
