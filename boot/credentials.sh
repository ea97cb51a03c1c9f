# Token and host key of this workstation: made by its first machine, kept in Secrets Manager, the same on every later one. Sourced, never run.
# shellcheck shell=bash disable=SC2154

make_jupyter_token() { head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"$1"; }

make_ssh_host_key() { ssh-keygen -q -t ed25519 -N '' -C '' -f "$1"; }

# The id of its value, or nothing where it has none yet.
version_of() {
  local answer
  answer=$(aws secretsmanager get-secret-value --secret-id "$1" --query VersionId --output text 2>&1) || case $answer in
    *ResourceNotFoundException*) answer='' ;;
    *) printf '%s' "$answer" && return 1 ;;
  esac
  printf '%s' "$answer"
}

make_credential() {
  local name=$1 arn=$2 folder=$3 answer value
  answer=$(retry 4 version_of "$arn") || { printf 'the secret %s could not be read: %s' "$name" "$(last_line "$answer")" && return 1; }
  [ -z "$answer" ] || return 0
  "make_${name//-/_}" "$folder/$name" >/dev/null 2>&1 || { printf 'the %s could not be made' "$name" && return 1; }
  # By a file: every process of the machine can read the arguments of another. A key as bytes, whose last line break sshd needs.
  case $name in *-key) value=(--secret-binary "fileb://$folder/$name") ;; *) value=(--secret-string "file://$folder/$name") ;; esac
  answer=$(retry 4 aws secretsmanager put-secret-value --secret-id "$arn" "${value[@]}" 2>&1 >/dev/null) ||
    { printf 'the secret %s could not be written: %s' "$name" "$(last_line "$answer")" && return 1; }
}

make_credentials() {
  local line folder failed=0
  folder=$(umask 077 && mktemp -d -p "${RUN_DIR:-/run}") || { printf 'no folder for new credentials' && return 1; }
  for line in ${GENERATED[@]+"${GENERATED[@]}"}; do
    make_credential "${line%% *}" "${line#* }" "$folder" || { failed=1 && break; }
  done
  rm -rf -- "$folder"
  return "$failed"
}
