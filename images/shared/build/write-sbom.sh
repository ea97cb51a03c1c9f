#!/usr/bin/env bash
# Build time, as root: write-sbom.sh LOCK writes the bill of materials to /usr/share/sbom, in CycloneDX 1.6:
#   python.cdx.json  every Python distribution that /opt/venv sees, its own and the base's (with torch and the CUDA wheels)
#   debian.cdx.json  every Debian or Ubuntu package
# Not in it: files that neither knows, such as NVIDIA's trees under /usr/local and /opt of an NGC base.
# The tools come hash-locked into a folder that this step leaves no trace of.
set -euo pipefail
tools=$(mktemp -d)
python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet --no-cache-dir --disable-pip-version-check --no-deps --only-binary :all: --require-hashes --requirement "$1"
mkdir -p /usr/share/sbom
"$tools/venv/bin/cyclonedx-py" environment --spec-version 1.6 --output-reproducible --output-format JSON \
  --output-file /usr/share/sbom/python.cdx.json /opt/venv/bin/python
"$tools/venv/bin/debsbom" generate --sbom-type cdx --distro-name "$(# shellcheck disable=SC1091
  . /etc/os-release && echo "$ID")" --out /usr/share/sbom/debian
rm -rf "$tools"
