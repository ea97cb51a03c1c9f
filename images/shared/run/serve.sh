# Sourced by entry.sh. Runs the services until one ends or the container is told to stop; one that ends takes the others with it, so that
# whoever watches the container sees it.
# shellcheck shell=bash disable=SC2154

serve() {
  local service pids=() status=0 stopping=''
  trap 'stopping=yes' TERM INT HUP
  for service in "${services[@]}"; do
    "run_$service" &
    pids+=($!)
  done
  printf '%s\n' "${services[@]}" >"$RUNTIME/services"
  wait -n "${pids[@]}"
  status=$?
  if [ -n "$stopping" ]; then status=0; else note "a service ended with exit code $status; the container ends with it (services: ${services[*]})"; fi
  kill -TERM "${pids[@]}" 2>/dev/null
  # Docker kills after 10 s, and a spot interruption leaves little time: whoever is not done in 3 s is ended.
  for _ in {1..30}; do
    kill -0 "${pids[@]}" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "${pids[@]}" 2>/dev/null
  exit "$status"
}
