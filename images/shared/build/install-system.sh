#!/usr/bin/env bash
# Build time, as root: install-system.sh PACKAGE... installs from the distribution's own packages, with Python's venv where the base has none,
# and makes names for user ids that nobody knows yet possible.
set -euo pipefail
packages=("$@" ca-certificates libnss-extrausers tini)
python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3 python3-venv)
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install --yes --no-install-recommends "${packages[@]}"
# Host keys in a layer would be the same on every machine.
rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log /etc/ssh/ssh_host_*

# Under an arbitrary uid nothing in /etc/passwd names the user, and sshd and many tools give up. extrausers reads a second file and takes no id
# below 500 from it, so the entry point, which is no root, may write that file and still make nobody powerful.
sed -i -E '/^(passwd|group):/ s/$/ extrausers/' /etc/nsswitch.conf
mkdir -p /var/lib/extrausers
ln -sf /tmp/.pulumi-gpu/passwd /var/lib/extrausers/passwd
ln -sf /tmp/.pulumi-gpu/group /var/lib/extrausers/group
