#!/usr/bin/env bash
# Stops the machine when nobody uses it: neither its GPUs nor a session. Runs every minute; whatever cannot be told keeps it running.
# shellcheck source-path=SCRIPTDIR disable=SC1090,SC1091,SC2153,SC2154
set -uo pipefail
here=${PULUMI_GPU_DIR:-/opt/pulumi-gpu}
CONSOLE=${CONSOLE:-/dev/console}
IMDS=${IMDS:-http://169.254.169.254}
for file in settings.sh results.sh machine.sh; do . "$here/$file"; done
memory=${IDLE_MEMORY:-/run/pulumi-gpu/idle}

# The busiest GPU of some looks, in percent: one look sees a second of a minute.
gpu_use() {
  local most=0 look answer value
  for ((look = 0; look < 5; look++)); do
    [ "$look" = 0 ] || sleep "${LOOK_SECONDS:-4}"
    answer=$(timeout 30 nvidia-smi --query-gpu=utilization.gpu --format=csv,noheader,nounits 2>/dev/null) && [ -n "$answer" ] || return 1
    while read -r value; do
      case $value in '' | *[!0-9]*) return 1 ;; esac
      [ "$value" -le "$most" ] || most=$value
    done <<<"$answer"
  done
  printf '%s' "$most"
}

# The token goes in by a file: arguments can be read by every process.
jupyter() {
  curl -sf --noproxy '*' -m 10 -H @- "http://127.0.0.1:$JUPYTER_PORT/api/$1" <<<"Authorization: token $(<"${SECRETS_DIR:-/run/pulumi-gpu/secrets}/jupyter-token")"
}

# look: `used`, `idle` or `unknown`, and why. A person at a terminal or a browser, a cell that runs, a GPU at work: each is use.
look() {
  local found kernels port
  [ ! -e "$HOME_PATH/.keep-running" ] || { echo 'used the file .keep-running lies in the home' && return; }
  for port in $JUPYTER_PORT $SSH_PORT; do
    found=$(ss -Htn state established "( dport = :$port )" 2>/dev/null) || { echo "unknown ss does not tell who is connected" && return; }
    [ -z "$found" ] || { echo "used port $port has a connection" && return; }
  done
  pgrep -f ssm-session-worker >/dev/null
  case $? in
    0) echo 'used a session is open' && return ;;
    1) ;;
    *) echo 'unknown pgrep does not tell whether a session is open' && return ;;
  esac
  if [ -n "$JUPYTER_PORT" ]; then
    kernels=$(jupyter 'kernels?no_track_activity=1' 2>/dev/null) || { echo 'unknown Jupyter does not answer' && return; }
    ! grep -qE '"execution_state": *"(busy|starting)"' <<<"$kernels" || { echo 'used a kernel works' && return; }
  fi
  found=$(gpu_use) || { echo 'unknown nvidia-smi does not tell how busy the GPUs are' && return; }
  [ "$found" -lt "$GPU_BUSY_PERCENT" ] || { echo "used a GPU is $found percent busy" && return; }
  echo "idle no session, GPUs at most $found percent busy"
}

# decide LOOK NOW LAST IDLE SINCE: what to do, the seconds idle so far, and since when this is watched. Seconds count from the start of the machine: no change
# of the clock moves them. Between two looks lies a minute; where it is much more, or less than nothing, nobody knows what was in between.
decide() {
  local seen=$1 now=$2 last=$3 idle=$4 since=$5 number gap
  for number in "$now" "$last" "$idle" "$since"; do
    case $number in '' | *[!0-9]*) echo "keep 0 ${now:-0}" && return ;; esac
  done
  gap=$((now - last))
  if [ "$seen" != idle ]; then
    echo "keep 0 $since"
  elif [ "$gap" -lt 0 ] || [ "$gap" -gt 300 ]; then
    echo "keep 0 $now"
  elif [ $((now - since)) -lt "$GRACE_SECONDS" ]; then
    echo "keep 0 $since"
  elif [ $((idle + gap)) -ge $((IDLE_MINUTES * 60)) ]; then
    echo "stop $((idle + gap)) $since"
  else
    echo "keep $((idle + gap)) $since"
  fi
}

watch() {
  local seen why now last='' idle='' since='' warned='' action
  # The seconds since the machine started, which no setting of the clock moves.
  read -r now _ <"${UPTIME:-/proc/uptime}"
  now=${now%%.*}
  read -r seen why <<<"$(look)"
  [ ! -r "$memory" ] || read -r last idle since warned <"$memory"
  read -r action idle since <<<"$(decide "$seen" "$now" "$last" "$idle" "$since")"
  if [ "$seen" = unknown ] && [ "$warned" != "$why" ]; then
    say "warning: $why; the machine is kept running"
    write_log "warning: $why; the machine is kept running"
  fi
  [ "$seen" = unknown ] || why=''
  mkdir -p "$(dirname "$memory")" && printf '%s %s %s %s\n' "$now" "$idle" "$since" "$why" >"$memory"
  [ "$action" = stop ] || return 0
  retry 4 find_group || { say "the Auto Scaling group of this machine was not found; it is kept running" && return 1; }
  say "idle for $((idle / 60)) minutes; $GROUP is set to 0"
  write_log "idle for $((idle / 60)) minutes; $GROUP is set to 0. To start again: aws autoscaling set-desired-capacity --auto-scaling-group-name $GROUP --desired-capacity 1"
  retry 4 aws autoscaling set-desired-capacity --auto-scaling-group-name "$GROUP" --desired-capacity 0 ||
    { say "the capacity of $GROUP could not be set to 0; it is tried again in a minute" && return 1; }
}

# Sourced by whoever wants to ask `decide` alone.
[ "${BASH_SOURCE[0]}" = "$0" ] || return 0
retry 5 identify || { say "warning: the instance metadata service does not answer; the machine is kept running" && exit 1; }
watch
