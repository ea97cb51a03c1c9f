# What the driver, the kernel log and the GPUs themselves say. Only the query formats, `-q -x` and /proc are read: the banner's "CUDA Version" is the compat
# library's inside a container, and newer drivers renamed it. Sourced, never run.
# shellcheck shell=bash disable=SC2154

# Fatal on EC2: AWS's EKS node monitoring agent replaces the node for these, and only warns for all others
# (aws/eks-node-monitoring-agent:monitors/nvidia/dcgm/dcgm_policies.go). NVIDIA's own catalog ignores 63, a remapped row; EC2 advises to replace the machine.
FATAL_XIDS='46 48 54 62 63 64 74 79 95 109 110 119 120 136 140 142 143 151 155 156 158'
REPLACE='end this machine and let another take its place'

ROOT=${PULUMI_GPU_ROOT:-}
query() { nvidia-smi --query-gpu="$1" --format=csv,noheader; }
# Of an answer with a line for each try, the last one.
last_line() { printf '%s\n' "$1" | grep . | tail -n 1; }
count() { grep -c . <<<"$1"; }

# `nvidia-smi -q -x` as lines of `0 ecc_mode/current_ecc=Enabled`.
read_facts() {
  FACTS=$(nvidia-smi -q -x 2>/dev/null | awk '
    /<gpu id=/ { gpu++; path = ""; next }
    /<supported_clocks>/ { hide = 1 }
    /<\/supported_clocks>/ { hide = 0; next }
    hide || !gpu { next }
    match($0, /<[A-Za-z0-9_]+>/) {
      tag = substr($0, RSTART + 1, RLENGTH - 2)
      rest = substr($0, RSTART + RLENGTH)
      end = index(rest, "</" tag ">")
      if (end) print gpu - 1 " " path tag "=" substr(rest, 1, end - 1)
      else path = path tag "/"
      next
    }
    /<\// { sub(/[^\/]+\/$/, "", path) }')
}

values() { sed -nE "s,^[0-9]+ ($1)=,,p" <<<"$FACTS"; }

# odd PATH GOOD: of the facts whose path matches, those whose value does not.
odd() {
  awk -v path=" $1\$" -v good="^($2)\$" '{
    at = index($0, "=")
    if (substr($0, 1, at - 1) ~ path && substr($0, at + 1) !~ good) {
      name = substr($0, 1, at - 1)
      sub(/ .*\//, " ", name)
      printf "%sGPU %s is %s", sep, name, substr($0, at + 1)
      sep = ", "
    }
  }' <<<"$FACTS"
}

# What the plan promised of this instance type, from a row of GPUS: type, GPUs, kernel modules, NVSwitch, NVLinks of a GPU, models; `-` where no source says.
expect_type() {
  local type row
  TYPE_KNOWN=no TYPE_GPUS='' TYPE_MODULES='' TYPE_NVSWITCH='' TYPE_LINKS='' TYPE_MODELS=''
  [ ${#GPUS[@]} -gt 0 ] || TYPE_KNOWN=yes
  for row in ${GPUS[@]+"${GPUS[@]}"}; do
    read -r type row <<<"$row"
    [ "$type" = "$INSTANCE_TYPE" ] || continue
    TYPE_KNOWN=yes
    read -r TYPE_GPUS TYPE_MODULES TYPE_NVSWITCH TYPE_LINKS TYPE_MODELS <<<"$row"
    TYPE_MODULES=${TYPE_MODULES#-} TYPE_LINKS=${TYPE_LINKS#-} TYPE_MODELS=${TYPE_MODELS#-}
  done
}

check_driver() {
  local answer
  # A driver that built its module at first boot, or a persistence daemon, can need a moment.
  command -v nvidia-smi >/dev/null || { fail 'nvidia-smi is not installed' "${DRIVER:-a driver}" 'install the NVIDIA driver, or use an AMI with it' && return; }
  answer=$(retry 5 query driver_version 2>&1) || {
    fail "the NVIDIA driver does not answer: $(last_line "$answer")" "${DRIVER:-a driver}" 'use an AMI with this driver, or reboot after a driver update'
    return
  }
  RUNNING_DRIVER=$(head -n 1 <<<"$answer" | tr -d ' ')
  read_facts
  if [ -z "$DRIVER" ] || [ "$RUNNING_DRIVER" = "$DRIVER" ]; then pass "$RUNNING_DRIVER" "$DRIVER"; else
    fail "$RUNNING_DRIVER" "$DRIVER" 'pin the AMI again, or declare its driver in the lock'
  fi
}

check_kernel_module() {
  local running
  case $(values gpu_virtualization_mode/virtualization_mode | head -n 1) in
    VGPU) running=grid ;;
    *) case $(head -n 1 "$ROOT/proc/driver/nvidia/version" 2>/dev/null) in
      *'Open Kernel Module'*) running=open ;;
      *'Kernel Module'*) running=proprietary ;;
      *) skip '/proc/driver/nvidia/version does not tell' && return ;;
    esac ;;
  esac
  if [ -z "$TYPE_MODULES" ] || [[ "|$TYPE_MODULES|" == *"|$running|"* ]]; then pass "$running" "${TYPE_MODULES//|/ or }"; else
    fail "$running" "${TYPE_MODULES//|/ or }" 'use an AMI whose kernel module fits this GPU'
  fi
}

check_gpus() {
  local names found model
  names=$(values product_name)
  found=$(count "$names")
  model=$(head -n 1 <<<"$names")
  if [ "$TYPE_KNOWN" = no ]; then
    fail "$INSTANCE_TYPE" "one of $(printf '%s\n' "${GPUS[@]}" | cut -d ' ' -f 1 | paste -sd ' ' -)" 'the group launches a type that the plan did not accept'
  elif [ -n "$TYPE_GPUS" ] && [ "$found" -ne "$TYPE_GPUS" ]; then
    fail "$found GPUs" "$TYPE_GPUS GPUs on $INSTANCE_TYPE" "a GPU fell off the bus or did not start: $REPLACE"
  elif [ "$found" = 0 ]; then
    fail 'no GPU' 'a GPU' 'run this on a machine with an NVIDIA GPU'
  elif [ -n "$TYPE_MODELS" ] && grep -qviwF -e "${TYPE_MODELS//|/$'\n'}" <<<"$names"; then
    fail "$model" "${TYPE_MODELS%%|*} on $INSTANCE_TYPE" "$REPLACE"
  else pass "$found $model" "${TYPE_GPUS:+$TYPE_GPUS ${TYPE_MODELS%%|*}}"; fi
}

check_ecc() {
  local wrong mode
  mode=$(values ecc_mode/current_ecc | sort -u | paste -sd ' ' -)
  [[ $mode == *[!N/A\ ]* ]] || { skip 'these GPUs have no ECC' && return; }
  wrong=$(odd 'ecc_errors/(volatile/.*uncorrectable.*|aggregate/sram_threshold_exceeded|.*_repair_pending|unrepairable_memory)' '0|No|N/A')
  if [ -z "$wrong" ]; then pass "$mode, no uncorrectable error"; else fail "$wrong" 'no uncorrectable error' "$REPLACE"; fi
}

check_row_remapping() {
  local wrong rows
  wrong=$(odd '(remapped_rows/.*_(pending|failure)|retired_pages/pending_.*)' 'No|N/A')
  rows=$(values 'remapped_rows/remapped_row_(corr|unc)' | awk '/^[0-9]+$/ { sum += $1 } END { print sum + 0 }')
  if [ -z "$wrong" ]; then pass "$rows rows remapped, none pending"; else fail "$wrong" 'no remapping pending or failed' "reset the GPU (nvidia-smi -r), or $REPLACE"; fi
}

# From R570 on the driver itself says what would make a GPU usable again.
check_recovery() {
  local wrong
  [ -n "$(values gpu_recovery_action)" ] || { skip 'this driver does not tell' && return; }
  wrong=$(odd gpu_recovery_action 'None|N/A')
  if [ -z "$wrong" ]; then pass 'no action needed'; else fail "$wrong" None "$REPLACE"; fi
}

kernel_log() {
  local log
  log=$(journalctl -k -b -q --no-pager -o cat 2>/dev/null) && [ -n "$log" ] || log=$(dmesg 2>/dev/null) || return 1
  printf '%s\n' "$log"
}

check_xid() {
  local log seen fatal
  log=$(kernel_log) || { skip 'the kernel log cannot be read; root can' && return; }
  seen=$(awk 'match($0, /NVRM: Xid \([^)]*\): [0-9]+/) { code = substr($0, RSTART, RLENGTH); sub(/.* /, "", code); print code, substr($0, RSTART + 6) }' <<<"$log")
  fatal=$(awk -v codes=" $FATAL_XIDS " 'index(codes, " " $1 " ") { sub(/^[0-9]+ /, ""); print }' <<<"$seen" | sort -u | head -n 3 | paste -sd ';' -)
  if [ -n "$fatal" ]; then fail "$fatal" 'no fatal XID since boot' "$REPLACE"; else
    pass "no fatal XID since boot${seen:+, others: $(cut -d ' ' -f 1 <<<"$seen" | sort -nu | paste -sd ' ' -)}"
  fi
}

check_thermal() {
  local slow='clocks_(event|throttle)_reasons/.*_(hw_slowdown|hw_thermal_slowdown|hw_power_brake_slowdown|sw_thermal_slowdown)' wrong
  # NVIDIA: a hardware slowdown "may be also reported during PState or clock change", so one look is not enough.
  if [ -n "$(odd "$slow" 'Not Active|N/A')" ]; then
    sleep "${LOOK_AGAIN_SECONDS:-3}"
    read_facts
  fi
  wrong=$(odd "$slow" 'Not Active|N/A')
  if [ -n "$wrong" ]; then fail "$wrong" 'no thermal or power slowdown' "$REPLACE"; else
    pass "$(values temperature/gpu_temp | sort -n | tail -n 1), $(values performance_state | sort -u | paste -sd ' ' -), limit $(values 'gpu_power_readings/current_power_limit|power_readings/power_limit' | sort -un | paste -sd ' ' -)"
  fi
}

check_mig() {
  local current pending
  current=$(values mig_mode/current_mig | sort -u | paste -sd ' ' -)
  pending=$(values mig_mode/pending_mig | sort -u | paste -sd ' ' -)
  if [[ $current != *abled* ]]; then skip 'these GPUs have no MIG'
  elif [ "$current" != "$pending" ]; then fail "$current, pending $pending" "$pending" 'reset the GPU (nvidia-smi -r) or reboot'
  elif [ "$MIG" = off ] && [[ $current == *Enabled* ]]; then fail "$current" Disabled 'turn it off: nvidia-smi -mig 0'
  else pass "$current"; fi
}

check_nvlink() {
  local links active wrong
  [ "$(values product_name | grep -c .)" -gt 1 ] || { skip 'one GPU' && return; }
  # `up` and `down` for each link, behind the number of its GPU.
  links=$(nvidia-smi nvlink -s 2>/dev/null | awk '/^GPU/ { gpu = $2 + 0 } / Link [0-9]+:/ { print gpu, (/GB\/s/ ? "up" : "down") }')
  active=$(awk '{ n[$1] += $2 == "up" } END { for (gpu in n) print n[gpu] }' <<<"$links" | sort -nu | paste -sd ' ' -)
  if [ -z "$links" ] && [ "${TYPE_LINKS:-0}" = 0 ]; then skip 'no NVLink between these GPUs' && return; fi
  wrong=$(awk -v want="$TYPE_LINKS" '{ n[$1] += $2 == "up" } END { for (gpu in n) if (want && n[gpu] < want) print "GPU " gpu " has " n[gpu] " links up" }' <<<"$links" | sort | paste -sd ';' -)
  if [ -z "$links" ]; then fail 'no link' "$TYPE_LINKS links up on each GPU" "$REPLACE"
  elif [ -n "$wrong" ]; then fail "$wrong" "$TYPE_LINKS links up on each GPU" "$REPLACE"
  else pass "$active links up on each GPU" "$TYPE_LINKS"; fi
}

fabric_states() { values fabric/state | sort -u | paste -sd ' ' -; }
fabric_is_done() {
  read_facts
  [[ $(fabric_states) != *Progress* && $(fabric_states) != *'Not Started'* ]]
}

check_fabric_manager() {
  local switches version wrong running
  switches=$(ls "$ROOT/proc/driver/nvidia-nvswitch/devices" 2>/dev/null)
  running=$(values product_name | grep -c .)
  if [ "$TYPE_NVSWITCH" != yes ] && [ -z "$switches" ]; then
    # A machine can hold a part of a board whose fabric is managed outside of it.
    case $(fabric_states) in *Completed*) ;; *) skip 'no NVSwitch in this machine' && return ;; esac
  else
    command -v nv-fabricmanager >/dev/null || { fail 'not installed' "Fabric Manager $(values gsp_firmware_version | head -n 1)" 'install nvidia-fabricmanager of the driver'"'"'s version' && return; }
    version=$(nv-fabricmanager --version 2>&1 | sed -nE 's/.*version is *: *([0-9.]+).*/\1/p')
    [ "$version" = "$RUNNING_DRIVER" ] || { fail "Fabric Manager ${version:-of unknown version}" "$RUNNING_DRIVER, the driver's version" 'install nvidia-fabricmanager of exactly this version' && return; }
    systemctl is-active --quiet nvidia-fabricmanager 2>/dev/null || { fail 'nvidia-fabricmanager.service does not run' 'a running service' 'systemctl status nvidia-fabricmanager says why' && return; }
  fi
  retry 4 fabric_is_done
  wrong=$(odd 'fabric/(state|status)' 'Completed|Success|N/A')
  if [ -n "$wrong" ]; then fail "$wrong" 'Completed, Success' "journalctl -u nvidia-fabricmanager says why; else $REPLACE"; else
    pass "${version:+Fabric Manager $version, }$running GPUs $(fabric_states)"
  fi
}
