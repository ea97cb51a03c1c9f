#!/usr/bin/env bash
# build-image.sh NAME [BUILD_ARGUMENT=VALUE...] : an image of images/ as localhost/NAME, built without a daemon on a plain Debian.
# What the rig has not, a stand-in fills:
#   the base      Debian (mmdebstrap) for Debian, Ubuntu with PyTorch, and Triton's image. Of the heavy wheels, which the real bases hold or CUDA
#                 alone needs, it has the metadata, so that pip finds them at the locked version, and of torch the version.
#   GitHub and NVIDIA's index   no FlashAttention, TensorRT libraries or NCCL tests: left out by their build arguments.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
images=$here/../../images
name=$1
shift
: "${RIG_HOME:?}"
export RIG_STORE=$RIG_HOME/images/store
mkdir -p "$RIG_STORE"
# Two suites that want the same image: the second waits, and finds every layer.
exec 8>"$RIG_STORE/.lock-$name"
flock 8
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT

# A wheel that is heavy, or not for Debian's Python.
heavy='torch|triton|nvidia-[a-z0-9-]+|onnxruntime-gpu|tensorrt-[a-z0-9-]+|bitsandbytes|pyarrow'
[ "$name" != triton ] || heavy+='|numpy'
packages=$context/base/usr/lib/python3/dist-packages
mkdir -p "$packages/torch" "$packages/nvidia/nccl"
while IFS='= ' read -r package version; do
  [ "$package" != torch ] || version+=+cu128
  info=$packages/${package//-/_}-$version.dist-info
  mkdir -p "$info"
  printf 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' "$package" "$version" >"$info/METADATA"
  echo pip >"$info/INSTALLER"
  : >"$info/RECORD"
done < <(sed -n -E "s/^($heavy)==([^ ]+).*/\1=\2/p" "$images/$name/requirements.txt")
printf 'from . import version\n__version__ = "2.8.0+cu128"\n' >"$packages/torch/__init__.py"
echo 'cuda = "12.8"' >"$packages/torch/version.py"
touch "$packages/nvidia/nccl/__init__.py"
# buildah takes a layer from its cache whose LABEL or ENV names an argument, also when the argument's default has changed since.
sha256sum <"$images/$name/Dockerfile" >"$context/base/rig-dockerfile"
cp /etc/ssl/certs/ca-certificates.crt "$context/base/rig-ca.crt"
find "$context/base" -exec touch -h -d @0 {} + # the same bytes give the same layer
cat >"$context/Base" <<'BASE'
FROM localhost/rig-debian
COPY base /
ENV PIP_CERT=/rig-ca.crt PIP_PROGRESS_BAR=off
BASE

build() { "$here/podman.sh" buildah bud --quiet --layers --format docker "$@" >/dev/null; }
(
  flock 9
  if ! "$here/podman.sh" buildah inspect --type image localhost/rig-debian >/dev/null 2>&1; then
    printf 'FROM scratch\nADD debian.tar /\nENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n' >"$context/Debian"
    build --file "$context/Debian" --tag localhost/rig-debian "$RIG_HOME/images"
  fi
) 9>"$RIG_STORE/.lock"
build --file "$context/Base" --tag "localhost/rig-base-$name" "$context"

# The context as it is in the package, with a requirements file of nothing and, for the second PyTorch image, one of what the first has not.
cp -r "$images/." "$context/images"
echo '# left out' >"$context/images/none.txt"
# The one file is read by builders that do not know the other.
printf '!none.txt\n' | tee -a "$context/images/.dockerignore" >>"$context/images/$name/Dockerfile.dockerignore"
arguments=("BASE=localhost/rig-base-$name" "$@")
case $name in
  pytorch-cuda) arguments+=(NCCL_TESTS=without) ;;
  edge) arguments+=(TENSORRT=none.txt) ;;
  llm-finetune)
    awk 'NR == FNR { if (/^[a-z]/) { split($1, p, "=="); have[p[1]] = 1 } next } /^[a-z]/ { split($1, p, "=="); keep = !(p[1] in have) || p[1] == "torch" } keep' \
      "$images/pytorch-cuda/requirements.txt" "$images/llm-finetune/requirements.txt" >"$context/images/llm-finetune/own.txt"
    arguments+=(FLASH_ATTENTION=none.txt REQUIREMENTS=llm-finetune/own.txt)
    ;;
esac
build "${arguments[@]/#/--build-arg=}" --file "$context/images/$name/Dockerfile" --tag "localhost/$name" "$context/images"
