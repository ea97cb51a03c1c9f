# What the machine must prove before it takes work. Each check prints what is wrong, in words, and fails; or prints nothing. Sourced, never run.
# shellcheck shell=bash disable=SC2154

# Only the query formats: the banner's "CUDA Version" is the compat library's inside a container, and newer drivers renamed it.
query() { nvidia-smi --query-gpu="$1" --format=csv,noheader; }

# Of an answer with a line for each try, the last one.
last_line() { printf '%s\n' "$1" | grep . | tail -n 1; }

check_driver() {
  local answer running
  # A driver that built its module at first boot, or a persistence daemon, can need a moment.
  answer=$(retry 5 query driver_version 2>&1) || { printf 'the NVIDIA driver does not answer: %s' "$(last_line "$answer")"; return 1; }
  running=$(printf '%s\n' "$answer" | head -n 1 | tr -d ' ')
  [ -z "$DRIVER" ] || [ "$running" = "$DRIVER" ] || { printf 'driver %s runs, %s was promised' "$running" "$DRIVER"; return 1; }
}

check_gpus() {
  local type count models names found
  names=$(query name) || { printf 'nvidia-smi cannot list the GPUs'; return 1; }
  found=$(printf '%s\n' "$names" | grep -c .)
  for line in "${GPUS[@]}"; do
    read -r type count models <<<"$line"
    [ "$type" = "$INSTANCE_TYPE" ] || continue
    [ "$found" -eq "$count" ] || { printf '%s GPUs are visible, %s has %s' "$found" "$type" "$count"; return 1; }
    [ -z "$models" ] || printf '%s\n' "$names" | grep -qiwF -e "${models//|/$'\n'}" || { printf 'the GPU is %s, %s has %s' "$(printf '%s\n' "$names" | head -n 1)" "$type" "${models%%|*}"; return 1; }
    return 0
  done
  printf 'the machine is a %s, which is not among the accepted types' "$INSTANCE_TYPE"
  return 1
}

has_nvidia_runtime() { docker info --format '{{json .Runtimes}}' 2>/dev/null | grep -q '"nvidia"'; }

check_runtime() {
  command -v docker >/dev/null || { printf 'docker is not installed on this AMI'; return 1; }
  retry 5 docker info >/dev/null 2>&1 || { printf 'docker does not answer'; return 1; }
  has_nvidia_runtime && return 0
  command -v nvidia-ctk >/dev/null || { printf 'the NVIDIA Container Toolkit is not installed on this AMI'; return 1; }
  nvidia-ctk runtime configure --runtime=docker >/dev/null 2>&1 && systemctl restart docker
  retry 3 has_nvidia_runtime || { printf 'docker has no nvidia runtime, and nvidia-ctk could not add it'; return 1; }
}

pull() { docker pull --quiet "$IMAGE"; }

# ECR takes a password only from its own region, and an image can lie in another than the machine.
log_in() {
  local host=${IMAGE%%/*} region
  region=$(printf '%s' "$host" | cut -d. -f4)
  aws ecr get-login-password --region "$region" | docker login --username AWS --password-stdin "$host"
}

pull_image() {
  local answer
  if [ "$ECR" = yes ]; then
    answer=$(retry 4 log_in 2>&1 >/dev/null) || { printf 'the login to ECR failed: %s' "$(last_line "$answer")"; return 1; }
  fi
  answer=$(retry 4 pull 2>&1 >/dev/null) || { printf 'the image %s could not be pulled: %s' "$IMAGE" "$(last_line "$answer")"; return 1; }
  # The password is good for twelve hours and lies in a file until then.
  [ "$ECR" != yes ] || docker logout "${IMAGE%%/*}" >/dev/null
}

check_container_gpus() {
  local names found expected warnings
  expected=$(query name | grep -c .)
  # Apart from the answer: a warning of docker is a line too, and no GPU.
  warnings=$(mktemp)
  names=$(docker run --rm --runtime nvidia --gpus all --env NVIDIA_DRIVER_CAPABILITIES=compute,utility --network none \
    --user "$RUN_UID:$RUN_GID" --entrypoint nvidia-smi "$IMAGE" --query-gpu=name --format=csv,noheader 2>"$warnings") ||
    { printf 'the container cannot use the GPU: %s' "$(last_line "$names"$'\n'"$(cat "$warnings")")"; rm -f "$warnings"; return 1; }
  rm -f "$warnings"
  found=$(printf '%s\n' "$names" | grep -c .)
  [ "$found" -eq "$expected" ] || { printf 'the container sees %s GPUs, the host %s' "$found" "$expected"; return 1; }
}

as_container() { setpriv --reuid "$RUN_UID" --regid "$RUN_GID" --clear-groups -- "$@"; }

# On the host, with the container's ids: the image need not have a shell.
check_mounts() {
  local path mode probe
  for mount in ${MOUNTS[@]+"${MOUNTS[@]}"}; do
    mode=${mount%% *}
    path=${mount#* }
    if [ ! -e "$path" ]; then
      install -d -o "$RUN_UID" -g "$RUN_GID" -m 0750 -- "$path" || { printf 'the mount %s cannot be made' "$path"; return 1; }
    fi
    if [ "$mode" = ro ]; then
      as_container test -r "$path" || { printf 'the mount %s is not readable for %s:%s' "$path" "$RUN_UID" "$RUN_GID"; return 1; }
      continue
    fi
    probe="$path/.pulumi-gpu-$$"
    as_container touch -- "$probe" 2>/dev/null || { printf 'the mount %s is not writable for %s:%s' "$path" "$RUN_UID" "$RUN_GID"; return 1; }
    rm -f -- "$probe"
  done
}
