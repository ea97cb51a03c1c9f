#!/usr/bin/env bash
# Once a minute: how busy the GPUs of this machine are, as a metric of its group, and, where asked, protection of a busy machine from scale-in.
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
set -uo pipefail
here=${PULUMI_GPU_DIR:-/opt/pulumi-gpu}
CONSOLE=${CONSOLE:-/dev/console}
IMDS=${IMDS:-http://169.254.169.254}
state=${STATE_DIR:-/run/pulumi-gpu}
. "$here/settings.sh"
. "$here/machine.sh"

retry 3 identify || exit 1
mkdir -p "$state"
# The group of a machine does not change while it runs.
GROUP=$(cat "$state/group" 2>/dev/null) || { retry 3 find_group && printf '%s' "$GROUP" >"$state/group"; } || exit 1

# The driver's number is that of the last second or less: several of them make the minute. With MIG there is none, and none is no zero.
for _ in 1 2 3 4 5; do
  nvidia-smi --query-gpu=utilization.gpu --format=csv,noheader,nounits || break
  sleep "${SAMPLE_SECONDS:-9}"
done >"$state/samples"
busy=$(awk '$1 ~ /^[0-9]+$/ { sum += $1; n++ } END { if (n) printf "%.1f", sum / n }' "$state/samples")
[ -n "$busy" ] || { say "nvidia-smi says nothing about utilisation; nothing was published"; exit 1; }
aws cloudwatch put-metric-data --namespace pulumi-gpu --metric-name GPUUtilization --unit Percent --value "$busy" --dimensions "AutoScalingGroupName=$GROUP"
published=$?

if [ "$PROTECT_BUSY" = yes ]; then
  # Five idle minutes in a row: work comes in bursts.
  idle=$(cat "$state/idle-minutes" 2>/dev/null) || idle=0
  if awk "BEGIN { exit !($busy >= 5) }"; then idle=0; else idle=$((idle + 1)); fi
  printf '%s' "$idle" >"$state/idle-minutes"
  wanted=--protected-from-scale-in
  [ "$idle" -lt 5 ] || wanted=--no-protected-from-scale-in
  if [ "$wanted" != "$(cat "$state/protection" 2>/dev/null)" ]; then
    aws autoscaling set-instance-protection --instance-ids "$INSTANCE_ID" --auto-scaling-group-name "$GROUP" "$wanted" &&
      printf '%s' "$wanted" >"$state/protection"
  fi
fi
exit "$published"
