#!/usr/bin/env bash
# relock.sh [--upgrade] : writes each requirements.txt anew from its .in file, with hashes, for the Python of its image. Needs uv (npm run rig -- images).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
uv=${UV:-${RIG_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/gpu-rig}/uv/bin/uv}
for file in */requirements.in shared/build/sbom.in; do
  python=$(sed -n -E 's/.*"python": "([0-9.]+)".*/\1/p' "${file%/*}/image.json" 2>/dev/null || true)
  "$uv" pip compile --quiet --generate-hashes --no-header --python-version "${python:-3.11}" --python-platform x86_64-manylinux_2_28 \
    --only-binary :all: "$@" "$file" --output-file "${file%.in}.txt"
done
