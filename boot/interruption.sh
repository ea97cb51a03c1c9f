#!/usr/bin/env bash
# Says that this machine works, then watches for its end: a spot notice, or the group's own decision. Then the container drains, saves its state and stops,
# within the time that there is, and the group hears that the machine may go.
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2153,SC2154
set -uo pipefail
here=${PULUMI_GPU_DIR:-/opt/pulumi-gpu}
CONSOLE=${CONSOLE:-/dev/console}
IMDS=${IMDS:-http://169.254.169.254}
POLL=${POLL_SECONDS:-5}
# Seconds before EC2 takes the machine that belong to the end of the container.
MARGIN=10
. "$here/settings.sh"
. "$here/machine.sh"

now() { date +%s; }

# Not waited for: a slow answer of AWS takes no time from what has to be saved.
tell() {
  say "$1"
  write_log "$1" &
}

# ask PATH: the answer; 1 if there is none, 2 if the metadata service does not answer.
ask() {
  local answer
  answer=$(curl -s --noproxy '*' -m 2 -w '\n%{http_code}' -H "X-aws-ec2-metadata-token: $TOKEN" "$IMDS/latest/meta-data/$1") || return 2
  case ${answer##*$'\n'} in
    200) printf '%s' "${answer%$'\n'*}" ;;
    404) return 1 ;;
    *) return 2 ;;
  esac
}

DEADLINE='' NOTICED='' ENDING='' RECOMMENDED='' SILENT=''

# end_by EPOCH WHY: a later reason can only bring the end nearer.
end_by() {
  [ -n "$DEADLINE" ] && [ "$DEADLINE" -le "$1" ] || DEADLINE=$1
  tell "this machine ends: $2; $((DEADLINE - $(now))) s to drain and save"
}

look() {
  local action at state
  action=$(ask spot/instance-action)
  case $? in
    0)
      [ -n "$NOTICED" ] || {
        NOTICED=yes
        at=$(printf '%s' "$action" | sed -n 's/.*"time"[^"]*"\([^"]*\)".*/\1/p')
        # Of nothing, date makes the last midnight.
        at=$(date -d "${at:-unknown}" +%s 2>/dev/null) || at=$(($(now) + 120))
        local limit=$((at - MARGIN))
        [ "$limit" -le "$(($(now) + NOTICE_SECONDS))" ] || limit=$(($(now) + NOTICE_SECONDS))
        end_by "$limit" "spot takes it back"
        # The group starts a replacement now, not when the machine is gone.
        aws autoscaling set-instance-health --instance-id "$INSTANCE_ID" --health-status Unhealthy --no-should-respect-grace-period &
      }
      ;;
    2)
      [ -n "$SILENT" ] || say "the metadata service does not answer; no notice can be seen until it does"
      SILENT=yes
      identify 2>/dev/null && SILENT=''
      return
      ;;
  esac
  SILENT=''
  state=$(ask autoscaling/target-lifecycle-state) || state=''
  case $state in
    Terminated | Warmed:Terminated) [ -n "$ENDING" ] || { ENDING=yes; end_by $(($(now) + GRACE_SECONDS)) "its group lets it go"; } ;;
  esac
  [ -n "$RECOMMENDED" ] || { ask events/recommendations/rebalance >/dev/null && RECOMMENDED=yes; }
}

# within NAME LIMIT COMMAND...: in the container, until the limit or the end, whichever comes first; a notice may bring the end nearer meanwhile.
within() {
  local name=$1 limit=$2 start pid
  shift 2
  [ $# -gt 0 ] || return 0
  start=$(now)
  docker exec pulumi-gpu "$@" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$(now)" -ge "$limit" ] || { [ -n "$DEADLINE" ] && [ "$(now)" -ge "$DEADLINE" ]; }; then
      kill -KILL "$pid"
      wait "$pid" 2>/dev/null
      tell "$name was cut off after $(($(now) - start)) s"
      return 1
    fi
    sleep 1
    look
  done
  if wait "$pid"; then tell "$name ended well after $(($(now) - start)) s"; else tell "$name failed after $(($(now) - start)) s"; fi
}

# complete HOOK: an action that is not waiting is told apart by 2.
complete() {
  local answer
  answer=$(aws autoscaling complete-lifecycle-action --lifecycle-hook-name "$1" --auto-scaling-group-name "$GROUP" --instance-id "$INSTANCE_ID" --lifecycle-action-result CONTINUE 2>&1) && return
  case $answer in *"No active Lifecycle Action"*) return 2 ;; esac
  say "the group did not take the answer to $1: $(printf '%s' "$answer" | tail -n 1)"
  return 1
}

booted() {
  complete pulumi-gpu-boot
  [ $? -ne 1 ]
}

retry 5 identify || exit 1
retry 5 find_group || { say "the Auto Scaling group of this machine was not found"; exit 1; }
# Not waited for either: a notice can come while the group does not answer.
retry 6 booted &

saved=''
until [ -n "$DEADLINE" ]; do
  look
  if [ -n "$RECOMMENDED" ] && [ -z "$saved" ]; then
    saved=yes
    tell "AWS recommends to rebalance: this spot machine may be taken soon"
    within checkpoint $(($(now) + GRACE_SECONDS)) ${CHECKPOINT[@]+"${CHECKPOINT[@]}"}
  fi
  [ -n "$DEADLINE" ] || sleep "$POLL"
done

within drain $(($(now) + (DEADLINE - $(now)) / 3)) ${DRAIN[@]+"${DRAIN[@]}"}
within checkpoint "$DEADLINE" ${CHECKPOINT[@]+"${CHECKPOINT[@]}"}
left=$((DEADLINE - $(now)))
timeout "$((left > 5 ? left : 5))" systemctl stop pulumi-gpu-container.service || docker kill pulumi-gpu
tell "the container is stopped"
# The group may not have come to this machine yet. It goes without an answer too, when the hook's time is over.
until complete pulumi-gpu-drain; do sleep "$POLL"; done
wait
