# What docker, the pinned image and the rest of the host say. Sourced, never run.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154

has_nvidia_runtime() { docker info --format '{{json .Runtimes}}' 2>/dev/null | grep -q '"nvidia"'; }
# Only a docker that reads CDI specifications lists their folders.
has_cdi() {
  local folder
  while read -r folder; do ! grep -qs nvidia.com/gpu "$ROOT$folder"/* || return 0; done < <(docker info --format '{{range .CDISpecDirs}}{{println .}}{{end}}' 2>/dev/null)
  return 1
}

# Sets GPU_ARGS: how docker gives a container the GPUs.
find_gpu_args() {
  if has_nvidia_runtime; then GPU_ARGS=(--runtime nvidia --gpus all)
  elif has_cdi; then GPU_ARGS=(--device nvidia.com/gpu=all)
  else return 1; fi
}

check_runtime() {
  if ! command -v docker >/dev/null; then
    [ -n "$IMAGE" ] || { skip 'docker is not on this host' && return; }
    fail 'docker is not installed' docker 'use an AMI with docker and the NVIDIA Container Toolkit'
  elif ! retry 5 docker info >/dev/null 2>&1; then fail 'docker does not answer' 'a running docker' 'systemctl status docker says why'
  elif find_gpu_args; then pass "docker, ${GPU_ARGS[*]}"
  else fail 'docker has neither an nvidia runtime nor CDI devices' 'one of them' 'install the NVIDIA Container Toolkit, then: nvidia-ctk runtime configure --runtime=docker'; fi
}

check_disk() {
  local folder free need=${IMAGE_MIB:-0}
  folder=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null)
  [ -n "$folder" ] && [ -d "$folder" ] || folder=/
  free=$(df -Pm -- "$folder" | awk 'NR == 2 { print $4 }')
  # What is there already needs no room; a disk without any is a fault all the same.
  if [ -z "$IMAGE" ] || docker image inspect "$IMAGE" >/dev/null 2>&1 || [ "$need" -lt 1024 ]; then need=1024; fi
  if [ "$free" -ge "$need" ]; then pass "$free MiB free in $folder" "$need MiB"; else
    fail "$free MiB free in $folder" "$need MiB" 'enlarge rootVolumeGiB, or remove images: docker image prune'
  fi
}

check_shared_memory() {
  local free
  free=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' "$ROOT/proc/meminfo")
  [ "$SHM_MIB" -gt 0 ] || { skip "none was promised; $free MiB of memory are free" && return; }
  if [ "$SHM_MIB" -le "$free" ]; then pass "$free MiB of memory are free" "$SHM_MIB MiB"; else
    fail "$free MiB of memory are free" "$SHM_MIB MiB" 'lower shmSizeMiB, or take a type with more memory'
  fi
}

check_efa() {
  local device found=0
  for device in "$ROOT"/sys/class/infiniband/*/device/driver; do
    [[ $(readlink "$device" 2>/dev/null) != */efa ]] || found=$((found + 1))
  done
  if [ "$found" = 0 ] && [ "$EFA" = 0 ]; then skip 'no EFA interface was promised'
  elif [ "$found" -ge "$EFA" ]; then pass "$found EFA devices" "$EFA"
  else fail "$found EFA devices" "$EFA" 'install the EFA driver (aws-efa-installer), and attach the interfaces as type efa'; fi
}

as_container() { setpriv --reuid "$RUN_UID" --regid "$RUN_GID" --clear-groups -- "$@"; }

# On the host, with the container's ids: the image need not have a shell.
check_mounts() {
  local mount path probe wrong=''
  [ ${#MOUNTS[@]} -gt 0 ] || { skip 'no mount' && return; }
  for mount in "${MOUNTS[@]}"; do
    path=${mount#* }
    probe="$path/.pulumi-gpu-$$"
    if [ ! -e "$path" ]; then wrong="$wrong, $path does not exist"
    elif [ "${mount%% *}" = ro ]; then as_container test -r "$path" || wrong="$wrong, $path is not readable"
    elif as_container touch -- "$probe" 2>/dev/null; then rm -f -- "$probe"
    else wrong="$wrong, $path is not writable"; fi
  done
  if [ -z "$wrong" ]; then pass "${#MOUNTS[@]} mounts" "$RUN_UID:$RUN_GID"; else
    fail "${wrong#, }" "usable for $RUN_UID:$RUN_GID" "chown $RUN_UID:$RUN_GID on it, or set container.identity to its owner"
  fi
}

# in_image SECONDS ENTRYPOINT ARGUMENTS...: runs the pinned image with all GPUs and without network.
in_image() {
  local code=0
  timeout -k 5 "$1" docker run --rm --pull never --name pulumi-gpu-check "${GPU_ARGS[@]}" --network none --user "$RUN_UID:$RUN_GID" --shm-size "$SHM_MIB"m \
    --env NVIDIA_DRIVER_CAPABILITIES=compute,utility --entrypoint "$2" "$IMAGE" "${@:3}" 2>"$WARNINGS" || code=$?
  # The end of docker run is not the end of its container.
  case $code in 124 | 137) docker rm --force pulumi-gpu-check >/dev/null 2>&1 && echo "no answer in $1 s" >>"$WARNINGS" ;; esac
  return "$code"
}
no_such_command() { [ "$1" = 126 ] || [ "$1" = 127 ]; }

# A context on each GPU: what nvidia-smi does not try. Prints the result of CUDA, the newest CUDA that its driver library speaks, and the number of GPUs.
CUDA_PROBE='
import ctypes as c
cuda, version, found, one, context = c.CDLL("libcuda.so.1"), c.c_int(), c.c_int(), c.c_int(), c.c_void_p()
result = cuda.cuInit(0)
cuda.cuDriverGetVersion(c.byref(version))
if result == 0: result = cuda.cuDeviceGetCount(c.byref(found))
for i in range(found.value):
  result = result or cuda.cuDeviceGet(c.byref(one), i) or cuda.cuDevicePrimaryCtxRetain(c.byref(context), one)
print(result, version.value, found.value)'

cuda_error() {
  case $1 in
    100) echo 'CUDA finds no device' ;;
    802) echo 'CUDA error 802: the fabric is not ready, Fabric Manager does not run or does not match' ;;
    803) echo 'CUDA error 803: the compat library in the image and the driver do not match' ;;
    804) echo 'CUDA error 804: the compat library in the image does not support this GPU' ;;
    *) echo "CUDA error $1" ;;
  esac
}

check_container() {
  local names found code=0 result version
  [ -n "$IMAGE" ] || { skip 'no image was pinned' && return; }
  [ ${#GPU_ARGS[@]} -gt 0 ] || { skip 'docker cannot give a container the GPUs' && return; }
  WARNINGS=$(mktemp)
  # Its errors are apart: a warning of docker is a line too, and no GPU.
  names=$(in_image 60 nvidia-smi --query-gpu=name --format=csv,noheader) || code=$?
  found=$(count "$names")
  if [ "$code" != 0 ]; then
    fail "$(last_line "$names"$'\n'"$(cat "$WARNINGS")")" 'the GPUs in the container' 'run the image by hand'
  elif [ "$found" -ne "$HOST_GPUS" ]; then
    fail "$found GPUs in the container" "$HOST_GPUS as on the host" 'look for NVIDIA_VISIBLE_DEVICES in the image'
  else
    read -r result version found <<<"$(in_image 60 python3 -c "$CUDA_PROBE" || echo "exit$?")"
    case $result in
      exit126 | exit127) pass "$HOST_GPUS GPUs; CUDA was not tried, the image has no python3" ;;
      exit*) fail "CUDA could not be tried: $(last_line "$(cat "$WARNINGS")")" 'CUDA in the container' 'run the image by hand' ;;
      0)
        version="$((version / 1000)).$((version % 1000 / 10))"
        if [ "$found" -ne "$HOST_GPUS" ]; then fail "CUDA sees $found GPUs" "$HOST_GPUS" 'look for CUDA_VISIBLE_DEVICES in the image'
        elif [ -n "$CUDA" ] && [ "${version%%.*}" -lt "${CUDA%%.*}" ]; then fail "its driver library speaks CUDA $version" "CUDA $CUDA" 'use an AMI with a newer driver, or an older image'
        else pass "a CUDA context on each of $found GPUs, CUDA $version" "${CUDA:+CUDA $CUDA}"; fi
        ;;
      *) fail "$(cuda_error "$result")" 'a CUDA context on each GPU' 'pulumi-gpu explain judges this driver and image' ;;
    esac
  fi
  rm -f "$WARNINGS"
}

# All-reduce of 1 GiB on each GPU, for an image with torch and without NVIDIA's own test.
NCCL_PROBE='
import time, torch
from torch.cuda import nccl
n, m = torch.cuda.device_count(), 1 << 28
x = [torch.ones(m, device=i) for i in range(n)]
def run(times):
  start = time.time()
  for _ in range(times): nccl.all_reduce(x)
  for i in range(n): torch.cuda.synchronize(i)
  return (time.time() - start) / times
run(1)
wrong = sum(int((t != n).sum()) for t in x)
print(wrong, round(4 * m * 2 * (n - 1) / n / run(5) / 1e9, 1))'

# No source states a floor for one machine of any type, so the bandwidth is reported, and a wrong sum or a failure is a fault.
check_nccl() {
  local answer code=0 wrong width
  [ "$NCCL" = yes ] || { skip 'not asked for' && return; }
  if [ -z "$IMAGE" ] || [ ${#GPU_ARGS[@]} = 0 ] || [ "$HOST_GPUS" -lt 2 ]; then skip 'needs an image and several GPUs' && return; fi
  WARNINGS=$(mktemp)
  answer=$(in_image 120 all_reduce_perf -b 1G -e 1G -g "$HOST_GPUS") || code=$?
  if no_such_command "$code"; then
    code=0
    answer=$(in_image 120 python3 -c "$NCCL_PROBE") || code=$?
    if no_such_command "$code" || grep -q 'ModuleNotFoundError' "$WARNINGS"; then
      skip 'the image has neither all_reduce_perf nor torch'
      rm -f "$WARNINGS"
      return
    fi
    read -r wrong width <<<"$answer"
  else
    wrong=$(sed -nE 's/.*Out of bounds values *: *([0-9]+).*/\1/p' <<<"$answer")
    width=$(sed -nE 's/.*Avg bus bandwidth *: *([0-9.]+).*/\1/p' <<<"$answer")
  fi
  if [ "$code" != 0 ]; then fail "all-reduce ended with $code: $(last_line "$(cat "$WARNINGS")")" 'an all-reduce over all GPUs' 'NCCL_DEBUG=INFO says more'
  elif [ "$wrong" != 0 ]; then fail "${wrong:-unreadable} wrong values" 'a right sum on each GPU' "$REPLACE"
  else pass "right sums, bus bandwidth $width GB/s"; fi
  rm -f "$WARNINGS"
}

# The two halves: before the image is there, and with it. Without a driver nothing else can be told.
check_host() {
  GPU_ARGS=()
  expect_type
  run_checks driver
  ! failed || return
  HOST_GPUS=$(values product_name | grep -c .)
  run_checks gpus kernel-module ecc row-remapping recovery xid thermal mig nvlink fabric-manager runtime disk shared-memory efa
}
check_image() { run_checks mounts container nccl; }
