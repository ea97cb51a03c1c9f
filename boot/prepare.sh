# What the boot gate does before it checks. Each step prints what is wrong, in words, and fails; or prints nothing. Sourced, never run.
# shellcheck shell=bash disable=SC2153,SC2154

add_nvidia_runtime() {
  if ! command -v docker >/dev/null || find_gpu_args || ! command -v nvidia-ctk >/dev/null; then return 0; fi
  nvidia-ctk runtime configure --runtime=docker >/dev/null 2>&1 && systemctl restart docker
  retry 3 find_gpu_args || return 0
}

make_mounts() {
  local mount path
  for mount in ${MOUNTS[@]+"${MOUNTS[@]}"}; do
    path=${mount#* }
    [ -e "$path" ] || install -d -o "$RUN_UID" -g "$RUN_GID" -m 0750 -- "$path" || { printf 'the mount %s cannot be made' "$path" && return 1; }
  done
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
    answer=$(retry 4 log_in 2>&1 >/dev/null) || { printf 'the login to ECR failed: %s' "$(last_line "$answer")" && return 1; }
  fi
  answer=$(retry 4 pull 2>&1 >/dev/null) || { printf 'the image %s could not be pulled: %s' "$IMAGE" "$(last_line "$answer")" && return 1; }
  # The password is good for twelve hours and lies in a file until then.
  [ "$ECR" != yes ] || docker logout "${IMAGE%%/*}" >/dev/null
}
