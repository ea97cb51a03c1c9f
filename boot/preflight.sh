#!/usr/bin/env bash
# preflight.sh [--json] [SETTINGS]: what this GPU host is and whether it is as promised. Changes nothing and needs no network. Exit code 1 where a check fails.
# shellcheck source-path=SCRIPTDIR disable=SC1090,SC1091,SC2034
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# Without settings nothing is promised: then the checks report, and fail on what is broken.
DRIVER='' CUDA='' INSTANCE_TYPE='' MIG=any NCCL=no EFA=0 SHM_MIB=0 IMAGE_MIB=0 RUN_UID=$(id -u) RUN_GID=$(id -g) GPUS=() MOUNTS=()
unset IMAGE
show=text RETRY_SECONDS=${RETRY_SECONDS:-1}
# EC2 says there which type it is.
dmi=${PULUMI_GPU_ROOT:-}/sys/devices/virtual/dmi/id
[ "$(cat "$dmi/sys_vendor" 2>/dev/null)" != 'Amazon EC2' ] || INSTANCE_TYPE=$(<"$dmi/product_name")
[ "${1-}" != --json ] || { show=as_json && shift; }
settings=${1-$here/settings.sh}
[ ! -e "$settings" ] || . "$settings"
# Not by assignment: the policies that read user data must find one image in it.
[ -n "${IMAGE-}" ] || read -r IMAGE </dev/null
. "$here/machine.sh"
. "$here/results.sh"
. "$here/gpu-checks.sh"
. "$here/host-checks.sh"
check_host
failed || check_image
"$show"
! failed
