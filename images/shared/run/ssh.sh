# Sourced by entry.sh. An SSH server that runs as the container's own user on a high port: keys only, no root, no password, no capability.
# shellcheck shell=bash disable=SC2034,SC2154

prepare_ssh() {
  local wish=${SSH:-auto} keys=$SECRETS_DIR/ssh-authorized-keys why
  case $wish in
    off) return ;;
    auto | on) ;;
    *)
      problem "SSH is '$wish'; use auto, on or off"
      return
      ;;
  esac
  [ -x /usr/sbin/sshd ] || {
    [ "$wish" = auto ] || problem "SSH is on, and this image holds no SSH server; use pytorch-cuda or llm-finetune"
    return
  }
  if [ ! -e "$keys" ]; then
    if [ "$wish" = on ]; then
      problem "ssh takes keys only, and there are none; mount public keys at $keys, or set SSH=off"
    else
      note "ssh is off: there is no $keys"
    fi
    return
  fi
  if [ "$uid" = 0 ]; then
    problem "ssh does not run as root; start the container with --user, or without it"
    return
  fi
  if ! getent passwd "$uid" >/dev/null; then
    problem "ssh needs a name for uid $uid, and ids below 500 get none; use 500 or more, or set SSH=off"
    return
  fi
  if [ ! -r "$keys" ]; then
    problem "$keys cannot be read by $uid:$gid; give it that owner, or mode 0444"
    return
  fi
  if grep -q 'PRIVATE KEY' "$keys"; then
    problem "$keys holds a private key; put the public one there (the file that ends in .pub), and make a new pair"
    return
  fi
  ssh-keygen -l -f "$keys" >/dev/null 2>&1 || {
    problem "$keys holds no public key in OpenSSH's form; one line a key, such as: ssh-ed25519 AAAA… name"
    return
  }
  install -m 0600 -- "$keys" "$RUNTIME/authorized_keys"
  host_key || return
  sshd_config >"$RUNTIME/sshd_config"
  why=$(/usr/sbin/sshd -t -f "$RUNTIME/sshd_config" 2>&1) || {
    problem "ssh: the server refuses its configuration: ${why##*$'\n'}"
    return
  }
  note "ssh: user $USER, port ${SSH_PORT:-2222}, host key $(ssh-keygen -l -f "$RUNTIME/host_key" | cut -d ' ' -f 2)"
  services+=(ssh)
}

# The host key: a secret; else the one that an earlier container left on a volume; else a new one, kept on a volume where there is one.
host_key() {
  local secret=$SECRETS_DIR/ssh-host-key folder kept
  if [ -e "$secret" ]; then
    # A secret store may strip the last line end, and without it OpenSSH cannot read the key.
    (umask 077 && { cat -- "$secret" && echo; } >"$RUNTIME/host_key") && ssh-keygen -y -P '' -f "$RUNTIME/host_key" >/dev/null 2>&1 && return
    problem "$secret is no private key without passphrase that $uid:$gid can read; make one with: ssh-keygen -t ed25519 -N '' -f ssh-host-key"
    return 1
  fi
  folder=$HOME
  [ "$(stat -c %m -- "$HOME")" != / ] || [ "$(stat -c %m /workspace)" = / ] || folder=/workspace
  kept=$folder/.pulumi-gpu/ssh_host_ed25519_key
  if [ ! -s "$kept" ]; then
    if ! (umask 077 && mkdir -p -- "${kept%/*}" && ssh-keygen -q -t ed25519 -N '' -C '' -f "$kept"); then
      problem "the SSH host key cannot be kept in ${kept%/*}; make that folder writable, or mount one at $secret"
      return 1
    fi
    [ "$(stat -c %m -- "$folder")" != / ] || note "ssh: the host key is new and lost with the container; mount a volume at /workspace, or a key at $secret"
  fi
  install -m 0600 -- "$kept" "$RUNTIME/host_key"
}

sshd_config() {
  cat <<CONFIG
Port ${SSH_PORT:-2222}
HostKey $RUNTIME/host_key
AuthorizedKeysFile $RUNTIME/authorized_keys
# Nobody but this user and root lives in the container, and the folder is this user's alone; sshd would distrust /tmp above it.
StrictModes no
AllowUsers $USER
AuthenticationMethods publickey
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
HostbasedAuthentication no
PermitRootLogin no
PermitEmptyPasswords no
UsePAM no
PidFile none
X11Forwarding no
AllowAgentForwarding no
PermitUserEnvironment no
MaxAuthTries 3
LoginGraceTime 30
ClientAliveInterval 60
Subsystem sftp internal-sftp
SetEnv$(session_environment)
CONFIG
}

# sshd starts a session with an empty environment: what the image and the container set (PATH, CUDA, NCCL, …) would be missing there.
session_environment() {
  local name value
  while IFS='=' read -r -d '' name value; do
    case $name in
      _ | PWD | OLDPWD | SHLVL | TERM | USER | LOGNAME | SHELL | MAIL | SSH_* | JUPYTER_* | SECRETS_DIR | *[!A-Za-z0-9_]*) continue ;;
    esac
    case $value in *$'\n'*) continue ;; esac
    value=${value//\\/\\\\}
    printf ' "%s=%s"' "$name" "${value//\"/\\\"}"
  done < <(env -0)
}

run_ssh() { exec /usr/sbin/sshd -D -e -f "$RUNTIME/sshd_config"; }
