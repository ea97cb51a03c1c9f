#!/usr/bin/env bash
# The image's health check: the GPU still answers, and so does each service that the entry point started. HEALTH_HTTP=PORT/PATH names one more
# address that must answer 200, such as a model server's.
set -uo pipefail

unhealthy() {
  echo "$*"
  exit 1
}

# http PORT/PATH: the status line of the answer; no curl is needed for it.
http() {
  local line
  exec 3<>"/dev/tcp/127.0.0.1/${1%%/*}" || return 1
  printf 'GET /%s HTTP/1.0\r\nHost: localhost\r\n\r\n' "${1#*/}" >&3
  read -r -t 5 line <&3
  exec 3>&-
  printf '%s' "$line"
}

if [ "${REQUIRE_GPU:-yes}" != no ]; then timeout 20 nvidia-smi --list-gpus >/dev/null 2>&1 || unhealthy "the GPU does not answer"; fi
targets=(${HEALTH_HTTP:+"$HEALTH_HTTP"})
while read -r service; do
  case $service in
    jupyter) targets+=("${JUPYTER_PORT:-8888}/api") ;;
    ssh)
      read -r -t 5 banner 2>/dev/null <"/dev/tcp/127.0.0.1/${SSH_PORT:-2222}"
      case ${banner:-} in SSH-2.0-*) ;; *) unhealthy "ssh does not answer" ;; esac
      ;;
  esac
done < <(cat /tmp/.pulumi-gpu/services 2>/dev/null)
for target in ${targets[@]+"${targets[@]}"}; do
  case $(http "$target" 2>/dev/null) in *" 200 "*) ;; *) unhealthy "no answer at port and path $target" ;; esac
done
