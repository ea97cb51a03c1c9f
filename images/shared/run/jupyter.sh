# Sourced by entry.sh. Jupyter, behind a token or password that comes as a file: an argument or a variable could be read by others, and logged.
# shellcheck shell=bash disable=SC2034,SC2154

prepare_jupyter() {
  local wish=${JUPYTER:-auto} file length
  case $wish in
    off) return ;;
    auto | on) ;;
    *)
      problem "JUPYTER is '$wish'; use auto, on or off"
      return
      ;;
  esac
  command -v jupyter >/dev/null || {
    [ "$wish" = auto ] || problem "JUPYTER is on, and this image holds no Jupyter; use pytorch-cuda or llm-finetune"
    return
  }
  if [ ! -e "$SECRETS_DIR/jupyter-token" ] && [ ! -e "$SECRETS_DIR/jupyter-password" ]; then
    if [ "$wish" = on ]; then
      problem "jupyter never starts without a secret; mount a token of 16 or more characters at $SECRETS_DIR/jupyter-token, or set JUPYTER=off"
    else
      note "jupyter is off: there is no $SECRETS_DIR/jupyter-token and no jupyter-password"
    fi
    return
  fi
  for file in jupyter-token jupyter-password; do
    [ -e "$SECRETS_DIR/$file" ] || continue
    if ! length=$(tr -d '[:space:]' 2>/dev/null <"$SECRETS_DIR/$file" | wc -c) || [ ! -r "$SECRETS_DIR/$file" ]; then
      problem "$SECRETS_DIR/$file cannot be read by $uid:$gid; give it that owner, or mode 0444"
      return
    fi
    [ "$length" -ge 16 ] || {
      problem "$SECRETS_DIR/$file holds $length characters; use 16 or more, such as from: openssl rand -hex 32"
      return
    }
  done
  if [ "$uid" = 0 ]; then
    problem "jupyter does not run as root; start the container with --user, or without it"
    return
  fi
  services+=(jupyter)
}

run_jupyter() {
  # A token in the environment would win over nothing here, but every kernel and terminal would inherit it.
  unset JUPYTER_TOKEN
  export JUPYTER_RUNTIME_DIR=$RUNTIME/jupyter
  exec jupyter lab --config="$here/jupyter_server_config.py"
}
