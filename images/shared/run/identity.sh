# Sourced by entry.sh. Who we are: uid, gid, user, HOME; and RUNTIME, a folder of our own that nobody else reads.
# shellcheck shell=bash

identify() {
  uid=$(id -u) gid=$(id -g)
  rm -rf -- "$RUNTIME" 2>/dev/null
  if ! mkdir -m 0700 -- "$RUNTIME" 2>/dev/null; then
    problem "$RUNTIME cannot be made: /tmp must be writable; with a read-only root file system add --tmpfs /tmp"
    return
  fi
  if [ ! -w "${HOME:-/}" ]; then
    note "the home ${HOME:-/} is not writable for $uid:$gid; $RUNTIME/home takes its place and is lost with the container"
    HOME=$RUNTIME/home
    mkdir -- "$HOME"
  fi
  # The second name service of install-system.sh reads these; both are gone with the container.
  getent passwd "$uid" >/dev/null || printf 'u%s:x:%s:%s::%s:/bin/bash\n' "$uid" "$uid" "$gid" "$HOME" >"$RUNTIME/passwd"
  getent group "$gid" >/dev/null || printf 'g%s:x:%s:\n' "$gid" "$gid" >"$RUNTIME/group"
  USER=$(id -un 2>/dev/null) || USER=$uid
  export HOME USER LOGNAME=$USER SHELL=/bin/bash
}
