# Sourced by entry.sh. Is there a GPU, and is the host's driver new enough for this image's CUDA? The banner of nvidia-smi is not read: inside a
# container its CUDA version can be a compat library's, and its words change between drivers.
# shellcheck shell=bash

# driver_version: what the host's kernel module says of itself.
driver_version() {
  local version
  version=$(timeout 20 nvidia-smi --query-gpu=driver_version --format=csv,noheader 2>/dev/null | head -n 1)
  case $version in
    [0-9]*.[0-9]*) ;;
    *) version=$(sed -n -E 's/^NVRM version:.*[^0-9.]([0-9]+\.[0-9.]*[0-9]) .*/\1/p' /proc/driver/nvidia/version 2>/dev/null) ;;
  esac
  printf '%s' "$version"
}

# older A B: A comes before B.
older() { [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

check_gpu() {
  local driver gpus
  driver=$(driver_version)
  gpus=$(timeout 20 nvidia-smi --list-gpus 2>&1) || {
    gpus=${gpus%%$'\n'*}
    if [ -n "$driver" ] && [ -c /dev/nvidiactl ]; then
      problem "the GPU does not answer (driver $driver; nvidia-smi: ${gpus:-no word}); look for Xid in the host's kernel log"
    else
      problem "no GPU in this container; start it with --gpus all (Docker) or a limit of nvidia.com/gpu (Kubernetes), or set REQUIRE_GPU=no"
    fi
    return
  }
  [ -n "$gpus" ] || problem "the driver answers and lists no GPU; give the container one with --gpus, or look for a GPU that fell off the bus in the host's kernel log"
  [ -n "$driver" ] || {
    note "the driver's version cannot be read, so whether it is new enough for CUDA $CUDA_VERSION was not judged"
    return
  }
  if older "$driver" "$CUDA_DRIVER_MIN"; then
    problem "driver $driver is too old for CUDA $CUDA_VERSION of this image, which needs $CUDA_DRIVER_MIN or newer ($CUDA_DRIVER_FULL for everything); use a newer driver on the host, or an image with an older CUDA"
  elif older "$driver" "$CUDA_DRIVER_FULL" && [ -n "${CUDA_DRIVER_VERSION:-}" ]; then
    note "driver $driver is older than $CUDA_DRIVER_FULL of CUDA $CUDA_VERSION: the compat libraries of the image (driver $CUDA_DRIVER_VERSION) serve on data-centre GPUs alone; pulumi-gpu explain judges the pair"
  elif older "$driver" "$CUDA_DRIVER_FULL"; then
    note "driver $driver runs CUDA $CUDA_VERSION in minor-version mode: machine code runs, PTX compiled at run time (torch.compile, Triton-lang) fails; $CUDA_DRIVER_FULL or newer has no such limit"
  fi
}
