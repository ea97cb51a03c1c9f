# Network file systems and buckets, mounted for the container's user. Sourced, never run.
# shellcheck shell=bash disable=SC2153,SC2154

# need COMMAND PACKAGE: Amazon Linux has the packages of its own release; another AMI must bring the command.
need() {
  ! command -v "$1" >/dev/null || return 0
  if [ -e "${PULUMI_GPU_ROOT:-}/etc/amazon-linux-release" ] && dnf -y -q install "$2" >/dev/null 2>&1 && command -v "$1" >/dev/null; then return 0; fi
  printf '%s is not on this AMI and could not be installed; take an AMI that has %s' "$1" "$2"
  return 1
}

# mount_one KIND ro|rw PATH SOURCE [OPTION]
mount_one() {
  local kind=$1 mode=$2 path=$3 source=$4 option=${5-}
  case $kind in
    efs) mount -t efs -o "tls,iam,accesspoint=$option,$mode" "$source:/" "$path" ;;
    fsx) mount -t lustre -o "noatime,flock,$mode" "$source" "$path" ;;
    s3)
      local args=(--allow-other --uid "$RUN_UID" --gid "$RUN_GID" --dir-mode 0750 --file-mode 0640)
      if [ "$mode" = ro ]; then args+=(--read-only); else args+=(--allow-delete --allow-overwrite); fi
      [ -z "$option" ] || args+=(--prefix "$option")
      mount-s3 "$source" "$path" "${args[@]}"
      ;;
  esac
}

mount_data() {
  local line kind mode path source option errors
  errors=$(mktemp)
  for line in ${DATA[@]+"${DATA[@]}"}; do
    read -r kind mode path source option <<<"$line"
    ! mountpoint -q "$path" || continue
    case $kind in
      efs) need mount.efs amazon-efs-utils ;;
      fsx) need mount.lustre lustre-client ;;
      s3) need mount-s3 mount-s3 ;;
    esac || return 1
    install -d -m 0755 -- "$path" || { printf '%s cannot be made' "$path" && return 1; }
    # What mounts a bucket goes on running: it must not hold the output that is waited for.
    retry 4 mount_one "$kind" "$mode" "$path" "$source" "$option" </dev/null >"$errors" 2>&1 ||
      { printf '%s could not be mounted: %s' "$source" "$(last_line "$(<"$errors")")" && return 1; }
  done
}
