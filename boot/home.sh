# The home that outlives the machine: attaches its EBS volume, formats it once, mounts it. Sourced, never run.
# shellcheck shell=bash disable=SC2153,SC2154

# A volume that nothing was ever written to reads as zeros; that much of it is read before it is formatted.
BLANK_BYTES=$((16 * 1024 * 1024))

describe_home() {
  aws ec2 describe-volumes --volume-ids "$HOME_VOLUME" --query 'Volumes[0].[State,AvailabilityZone,Attachments[0].InstanceId,Attachments[0].State]' --output text 2>&1
}

# A machine that was lost can hold the volume for minutes. It is waited for, with a bound, and never detached by force: two machines must not write one filesystem.
attach_volume() {
  local left=${HOME_TRIES:-120} pause=${HOME_SECONDS:-5} mine answer='' tried='' state='' zone='' holder='' attachment=''
  mine=$(imds placement/availability-zone)
  while :; do
    answer=$(describe_home) && read -r state zone holder attachment <<<"$answer" && case $state in
      deleting | deleted | error) printf 'the home volume %s is in state %s' "$HOME_VOLUME" "$state" && return 1 ;;
      *) [ "$zone" = "$mine" ] || { printf 'the home volume %s lies in %s and this machine in %s; an EBS volume never leaves its zone' "$HOME_VOLUME" "$zone" "$mine" && return 1; } ;;
    esac
    case "$state $holder $attachment" in
      "in-use $INSTANCE_ID attached") return 0 ;;
      available*) tried=$(aws ec2 attach-volume --volume-id "$HOME_VOLUME" --instance-id "$INSTANCE_ID" --device /dev/sdp 2>&1 >/dev/null) ;;
    esac
    left=$((left - 1))
    [ "$left" -gt 0 ] || break
    sleep "$pause"
  done
  case $state in
    in-use) printf 'the home volume %s was still held by %s (%s) after %s tries; if that machine is gone for good: aws ec2 detach-volume --volume-id %s' "$HOME_VOLUME" "$holder" "$attachment" "${HOME_TRIES:-120}" "$HOME_VOLUME" ;;
    available) printf 'the home volume %s could not be attached: %s' "$HOME_VOLUME" "$(last_line "$tried")" ;;
    *) printf 'the home volume %s could not be read: %s' "$HOME_VOLUME" "$(last_line "$answer")" ;;
  esac
  return 1
}

# Nitro machines name a disk by its volume; the older Xen ones by the device that was asked for.
find_disk() {
  for disk in "${DISKS:-/dev/disk/by-id}/nvme-Amazon_Elastic_Block_Store_${HOME_VOLUME/-/}" "${XEN_DISK:-/dev/xvdp}"; do
    [ ! -b "$disk" ] || return 0
  done
  return 1
}

# Formats a disk on which there is nothing at all, and no other; checks the filesystem of one that has one.
prepare_disk() {
  local type code
  type=$(blkid -p -o value -s TYPE "$disk")
  code=$?
  case "$code $type" in
    '0 ext4')
      e2fsck -p "$disk" >/dev/null 2>&1
      [ $? -lt 4 ] || { printf 'the filesystem of the home volume %s has errors that need a person: e2fsck %s' "$HOME_VOLUME" "$disk" && return 1; }
      grow_ext4
      ;;
    '0 xfs') ;;
    '2 ')
      cmp -s -n "$BLANK_BYTES" "$disk" /dev/zero
      case $? in
        0) mkfs.ext4 -q -L home -E "root_owner=$RUN_UID:$RUN_GID" "$disk" >/dev/null 2>&1 || { printf 'the home volume %s could not be formatted' "$HOME_VOLUME" && return 1; } ;;
        1) printf 'the home volume %s holds data, but no filesystem that is known here; it was not touched' "$HOME_VOLUME" && return 1 ;;
        *) printf 'the home volume %s could not be read; it was not touched' "$HOME_VOLUME" && return 1 ;;
      esac
      ;;
    *) printf 'the home volume %s holds %s, and ext4 or xfs is mounted; it was not touched' "$HOME_VOLUME" "${type:-something that blkid cannot tell}" && return 1 ;;
  esac
}

# A volume that was enlarged: the filesystem follows it, before it is mounted. One that stays small is no reason to stop.
grow_ext4() {
  local now
  now=$(dumpe2fs -h "$disk" 2>/dev/null | awk '/^Block count:/ { count = $3 } /^Block size:/ { size = $3 } END { print count * size }')
  [ "$((now + BLANK_BYTES))" -lt "$(blockdev --getsize64 "$disk")" ] || return 0
  { e2fsck -f -p "$disk" && resize2fs "$disk"; } >/dev/null 2>&1 || say "the filesystem of the home could not be enlarged to its volume" >/dev/null
}

mount_home() {
  local disk answer
  ! mountpoint -q "$HOME_PATH" || return 0
  attach_volume || return 1
  retry 6 find_disk || { printf 'the home volume %s is attached, but its disk did not appear' "$HOME_VOLUME" && return 1; }
  prepare_disk || return 1
  install -d -m 0755 -- "$HOME_PATH" || { printf '%s cannot be made' "$HOME_PATH" && return 1; }
  answer=$(mount -o noatime,nodev,nosuid "$disk" "$HOME_PATH" 2>&1) || { printf 'the home volume %s could not be mounted: %s' "$HOME_VOLUME" "$(last_line "$answer")" && return 1; }
  [ "$(findmnt -no FSTYPE "$HOME_PATH")" != xfs ] || xfs_growfs "$HOME_PATH" >/dev/null 2>&1 || true
}
