#!/bin/sh
# Stands in for nvidia-smi on a host with one GPU: the two questions that the entry point asks, in the words of test/boot/fixtures/h100.
case $1 in
  --query-gpu=driver_version) echo '@DRIVER@' ;;
  --list-gpus) echo 'GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-00000000-0000-0000-0000-000000000000)' ;;
  *) exit 2 ;;
esac
