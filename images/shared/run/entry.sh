#!/usr/bin/env bash
# The entry point of every image, under tini: looks at user, mounts and GPU, says in one line each what is wrong, and then runs the command, or
# with `serve` Jupyter and SSH. What can be set in the environment:
#   CHECKS=stop|warn        a problem with a mount or the GPU ends the container (default), or is only said
#   REQUIRE_GPU=yes|no      a container without a working GPU is a problem (default), or not looked at
#   JUPYTER=auto|on|off     auto: where /run/secrets/jupyter-token or jupyter-password is there; JUPYTER_PORT=8888
#   SSH=auto|on|off         auto: where /run/secrets/ssh-authorized-keys is there; SSH_PORT=2222
# shellcheck source-path=SCRIPTDIR
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export RUNTIME=/tmp/.pulumi-gpu
export SECRETS_DIR=${SECRETS_DIR:-/run/secrets}
problems=0
note() { printf 'pulumi-gpu: %s\n' "$*" >&2; }
problem() {
  problems=$((problems + 1))
  note "$@"
}
. "$here/identity.sh"
. "$here/mounts.sh"
. "$here/gpu.sh"
. "$here/jupyter.sh"
. "$here/ssh.sh"
. "$here/serve.sh"

identify
check_mounts
[ "${REQUIRE_GPU:-yes}" = no ] || check_gpu
[ "${CHECKS:-stop}" = stop ] || problems=0
services=()
if [ "${1:-serve}" = serve ]; then
  prepare_jupyter
  prepare_ssh
  [ ${#services[@]} -gt 0 ] || problem "nothing to serve: put a token into $SECRETS_DIR/jupyter-token or public keys into $SECRETS_DIR/ssh-authorized-keys, or give a command"
fi
[ "$problems" = 0 ] || exit 78 # EX_CONFIG

[ "${1:-serve}" = serve ] || exec "$@"
serve
