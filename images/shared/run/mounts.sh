# Sourced by entry.sh. Folders that were mounted into the container: who may write there.
# shellcheck shell=bash disable=SC2154

# Mount points of the user: folders, without those of the system, of the runtime, and of NVIDIA's toolkit.
user_mounts() {
  local point options super
  while read -r _ _ _ _ point options super; do
    printf -v point '%b' "${point//\\0/\\00}"
    case $point/ in
      // | /proc/* | /sys/* | /dev/* | /etc/* | /usr/* | /lib*/* | /bin/* | /sbin/* | /run/* | /tmp/* | /opt/pulumi-gpu/*) continue ;;
    esac
    [ -d "$point" ] || continue
    case ",$options,,${super##* }," in
      *,ro,*) echo "ro $point" ;;
      *) echo "rw $point" ;;
    esac
  done </proc/self/mountinfo
}

# access(2) says yes where a server with other ideas, such as NFS with squashed ids, says no: so a file is made.
can_write() {
  local probe
  probe=$(mktemp -- "$1/.pulumi-gpu.XXXXXX" 2>/dev/null) && rm -f -- "$probe"
}

check_mounts() {
  local kind point owner mode why
  while read -r kind point; do
    if [ "$kind" = ro ]; then
      case $point in
        /workspace | "$HOME") problem "$point is mounted read-only, and work is kept there; mount it without readonly, or mount the data elsewhere" ;;
        *) note "$point is mounted read-only: it can be read and not written" ;;
      esac
      continue
    fi
    can_write "$point" && continue
    owner=$(stat -c %u:%g -- "$point") mode=$(stat -c %a -- "$point")
    if [ -w "$point" ]; then
      why=$({ mktemp -- "$point/.pulumi-gpu.XXXXXX"; } 2>&1)
      problem "$point cannot be written although its mode $mode allows it (${why##*: }); make room there, or let the file server accept $uid:$gid"
    elif [ "$owner" = 0:0 ]; then
      problem "$point is owned by $owner, you are $uid:$gid; on the host: chown $uid:$gid the folder that is mounted there, or mount it readonly"
    else
      problem "$point is owned by $owner with mode $mode, you are $uid:$gid; run with --user $owner, or chown it to $uid:$gid on the host, or mount it readonly"
    fi
  done < <(user_mounts)
}
