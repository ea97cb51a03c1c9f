#!/usr/bin/env bash
# Build time, as root: install-python.sh REQUIREMENTS... installs locked requirements into /opt/venv, on top of what the base's own Python holds:
# a torch that is there at the locked version is left where it is.
set -euo pipefail
[ -d /opt/venv ] || python3 -m venv --system-site-packages /opt/venv
for file in "$@"; do
  grep -q '^[^#]' "$file" || continue
  /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --only-binary :all: --require-hashes --requirement "$file"
done
# A login shell sets PATH anew.
echo "PATH=/opt/venv/bin:\$PATH" >/etc/profile.d/pulumi-gpu.sh
