# Who this machine is, and how it tells the outside how its boot went. Sourced, never run.
# shellcheck shell=bash disable=SC2034,SC2154

say() { printf 'pulumi-gpu boot: %s\n' "$1" | tee -a "$CONSOLE"; }

# retry TIMES COMMAND...: a driver or a daemon can need a moment. AWS is eventually consistent, and the role's last policy can be younger than the machine.
retry() {
  local left=$1 pause=${RETRY_SECONDS:-5}
  shift
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep "$pause"
    pause=$((pause * 2))
  done
}

imds() { curl -sf --noproxy '*' -m 5 -H "X-aws-ec2-metadata-token: $TOKEN" "$IMDS/latest/meta-data/$1"; }

identify() {
  TOKEN=$(curl -sf --noproxy '*' -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 21600' "$IMDS/latest/api/token") || return 1
  INSTANCE_ID=$(imds instance-id) && INSTANCE_TYPE=$(imds instance-type) && AWS_DEFAULT_REGION=$(imds placement/region) || return 1
  export AWS_DEFAULT_REGION
}

# The signs that a tag value may have: the same text goes to the tag, the log and the console.
plain() { printf '%s' "$1" | tr '\n' ' ' | LC_ALL=C tr -c 'A-Za-z0-9 +=._:/@-' '-' | cut -c1-"${2:-250}"; }

tag_instance() {
  aws ec2 create-tags --resources "$INSTANCE_ID" --tags "[{\"Key\":\"pulumi-gpu:boot\",\"Value\":\"$(plain "$1")\"}]"
}

# A JSON string.
quoted() {
  local word=${1//\\/\\\\}
  word=${word//\"/\\\"}
  printf '"%s"' "${word//[$'\x01'-$'\x1f']/ }"
}

write_log() {
  local stream="$INSTANCE_ID/boot"
  aws logs create-log-stream --log-group-name "$LOG_GROUP" --log-stream-name "$stream" 2>/dev/null
  aws logs put-log-events --log-group-name "$LOG_GROUP" --log-stream-name "$stream" \
    --log-events "[{\"timestamp\":$(date +%s)000,\"message\":$(quoted "$1")}]" >/dev/null
}

# One result in three places: the tag for programs, the log group for the day after, the console for a machine without network.
report() {
  say "$1"
  retry 4 tag_instance "$1" || say "the result could not be written to the instance's tag"
  retry 2 write_log "$1" || say "the result could not be written to the log group $LOG_GROUP"
  [ -z "${RESULTS[0]+x}" ] || write_log "$(as_json)"
}

group_name() {
  aws autoscaling describe-auto-scaling-instances --instance-ids "$INSTANCE_ID" --query 'AutoScalingInstances[0].AutoScalingGroupName' --output text
}

group_tag() {
  aws autoscaling describe-tags --filters "Name=auto-scaling-group,Values=$GROUP" "Name=key,Values=$1" --query 'Tags[0].Value' --output text
}

tag_group() {
  aws autoscaling create-or-update-tags --tags \
    "[{\"ResourceId\":\"$GROUP\",\"ResourceType\":\"auto-scaling-group\",\"Key\":\"$1\",\"Value\":\"$(plain "$2")\",\"PropagateAtLaunch\":false}]"
}

find_group() {
  GROUP=$(group_name) && [ -n "$GROUP" ] && [ "$GROUP" != None ]
}

is_suspended() {
  [ "$(aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names "$GROUP" --query "AutoScalingGroups[0].SuspendedProcesses[?ProcessName=='Launch'] | [0].ProcessName" --output text)" = Launch ]
}

# The failures in a row so far. Who resumes a suspended group means it to start again from none.
failures() {
  local failed
  failed=$(retry 3 group_tag pulumi-gpu:failed-boots) || failed=0
  case $failed in '' | *[!0-9]*) failed=0 ;; esac
  if [ "$failed" -ge "$SUSPEND_AFTER" ] && ! is_suspended; then failed=0; fi
  printf '%s' "$failed"
}

# A boot that fails is replaced once. When it fails again the group stops launching and carries the reason, instead of looping at GPU price.
count_failure() {
  local failed
  retry 4 find_group || { say "the Auto Scaling group of this machine was not found; nothing was counted"; return; }
  failed=$(($(failures) + 1))
  if [ "$failed" -ge "$SUSPEND_AFTER" ]; then
    retry 4 aws autoscaling suspend-processes --auto-scaling-group-name "$GROUP" --scaling-processes Launch ||
      say "launching could not be suspended; the group goes on replacing this machine"
    retry 3 tag_group pulumi-gpu:suspended "$1"
    write_log "launching is suspended after $failed failed boots: $1. Once mended: pulumi-gpu doctor --group $GROUP --resume"
  fi
  retry 3 tag_group pulumi-gpu:failed-boots "$failed"
}

forget_failures() {
  retry 4 find_group || return 0
  case $(group_tag pulumi-gpu:failed-boots) in '' | None | 0) return 0 ;; esac
  retry 3 tag_group pulumi-gpu:failed-boots 0
}

# The launch template makes a shutdown a termination, so the price ends even where the role's rights do not arrive.
give_up() {
  report "fail: $1"
  count_failure "$1"
  aws autoscaling set-instance-health --instance-id "$INSTANCE_ID" --health-status Unhealthy --no-should-respect-grace-period
  "${POWER_OFF:-poweroff}"
  exit 1
}
