#!/usr/bin/env bash
# The boot gate: the machine proves itself, says how it went where it can be read from outside, and only then takes work.
# shellcheck source-path=SCRIPTDIR disable=SC1090,SC1091
set -uo pipefail
here=${PULUMI_GPU_DIR:-/opt/pulumi-gpu}
CONSOLE=${CONSOLE:-/dev/console}
IMDS=${IMDS:-http://169.254.169.254}
. "$here/settings.sh"
. "$here/machine.sh"
. "$here/checks.sh"
for file in ${SOURCED[@]+"${SOURCED[@]}"}; do . "$here/$file"; done

if ! retry 5 identify; then
  say "fail: the instance metadata service does not answer"
  "${POWER_OFF:-poweroff}"
  exit 1
fi
command -v aws >/dev/null || give_up "the AWS CLI is not installed on this AMI"

for check in check_driver check_gpus check_runtime pull_image check_container_gpus ${STEPS[@]+"${STEPS[@]}"} check_mounts; do
  say "$check"
  reason=$("$check") || give_up "$reason"
done

report "pass: driver $(query driver_version | head -n 1), $(query name | sort | uniq -c | sed 's/^ *//' | paste -sd ',' -), $INSTANCE_TYPE"
forget_failures
systemctl start --no-block ${START_UNITS[@]+"${START_UNITS[@]}"} pulumi-gpu-container.service
