# Pulls from a registry that asks for an account and is not ECR. Sourced after prepare.sh, whose `pull` it takes the place of.
# shellcheck shell=bash disable=SC2154

# Cloud-init is written in Python, so a machine that got here has it.
registry_field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]], end="")' "$1" 2>/dev/null; }

# The password passes through standard input alone: arguments can be seen.
registry_login() {
  local secret user
  secret=$(aws secretsmanager get-secret-value --secret-id "$REGISTRY_SECRET" --query SecretString --output text) || return 1
  if ! user=$(registry_field username <<<"$secret") || ! registry_field accessToken <<<"$secret" >/dev/null; then
    echo "the secret of the registry is no JSON with username and accessToken" >&2
    return 1
  fi
  registry_field accessToken <<<"$secret" | docker login --username "$user" --password-stdin "${IMAGE%%/*}"
}

# The log-in lies in a file until the pull is over.
pull() {
  local result=0
  registry_login || return 1
  docker pull --quiet "$IMAGE" || result=1
  docker logout "${IMAGE%%/*}" >/dev/null
  return "$result"
}
