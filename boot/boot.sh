#!/usr/bin/env bash
# The boot gate: the machine proves itself, says how it went where it can be read from outside, and only then takes work.
# shellcheck source-path=SCRIPTDIR disable=SC1090,SC1091
set -uo pipefail
here=${PULUMI_GPU_DIR:-/opt/pulumi-gpu}
CONSOLE=${CONSOLE:-/dev/console}
IMDS=${IMDS:-http://169.254.169.254}
. "$here/settings.sh"
for file in results.sh machine.sh gpu-checks.sh host-checks.sh prepare.sh ${SOURCED[@]+"${SOURCED[@]}"}; do . "$here/$file"; done

if ! retry 5 identify; then
  say "fail: the instance metadata service does not answer"
  "${POWER_OFF:-poweroff}"
  exit 1
fi
command -v aws >/dev/null || give_up "the AWS CLI is not installed on this AMI"

prepare() {
  local step reason
  for step in "$@"; do
    say "$step"
    reason=$("$step") || give_up "$reason"
  done
}
prove() {
  say "$1"
  "$1"
  ! failed || give_up "$(reasons)"
}
prepare add_nvidia_runtime
prove check_host
prepare pull_image ${STEPS[@]+"${STEPS[@]}"} make_mounts
prove check_image

report "pass: driver $RUNNING_DRIVER, $HOST_GPUS $(values product_name | sort -u | paste -sd ',' -), $INSTANCE_TYPE"
forget_failures
systemctl start --no-block ${START_UNITS[@]+"${START_UNITS[@]}"} pulumi-gpu-container.service
