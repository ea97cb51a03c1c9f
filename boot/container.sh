#!/usr/bin/env bash
# Runs the one container of this machine in the foreground; systemd restarts it.
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2153,SC2154
set -uo pipefail
here=${PULUMI_GPU_DIR:-/opt/pulumi-gpu}
CONSOLE=${CONSOLE:-/dev/console}
IMDS=${IMDS:-http://169.254.169.254}
. "$here/settings.sh"
. "$here/machine.sh"
. "$here/gpu-checks.sh"
. "$here/host-checks.sh"
retry 5 identify || exit 1
retry 5 find_gpu_args || { say "docker cannot give the container the GPUs" && exit 1; }

# Secrets are fetched at each start, into memory only, as files that the container's user alone can read.
secrets=${SECRETS_DIR:-/run/pulumi-gpu/secrets}
rm -rf -- "$secrets"
install -d -o "$RUN_UID" -g "$RUN_GID" -m 0500 -- "$secrets"
umask 077
for secret in ${SECRETS[@]+"${SECRETS[@]}"}; do
  name=${secret%% *}
  arn=${secret#* }
  case $arn in
    # A secret holds text or bytes; the AWS CLI prints bytes in base64. What it is comes first, because any text could be a secret.
    arn:*:secretsmanager:*) value=$(retry 4 aws secretsmanager get-secret-value --secret-id "$arn" --query '[type(SecretString), SecretString || SecretBinary]' --output text) ;;
    *) value=string$'\t'$(retry 4 aws ssm get-parameter --with-decryption --name "$arn" --query Parameter.Value --output text) ;;
  esac || { say "the secret $name could not be read"; exit 1; }
  case $value in
    string$'\t'*) printf '%s' "${value#*$'\t'}" >"$secrets/$name" ;;
    *) printf '%s' "${value#*$'\t'}" | base64 -d >"$secrets/$name" || { say "the secret $name could not be decoded"; exit 1; } ;;
  esac
  chown "$RUN_UID:$RUN_GID" -- "$secrets/$name"
done

docker rm --force pulumi-gpu >/dev/null 2>&1
exec docker run --rm --name pulumi-gpu "${GPU_ARGS[@]}" --user "$RUN_UID:$RUN_GID" \
  --cap-drop ALL --security-opt no-new-privileges --shm-size "${SHM_MIB}m" \
  --mount "type=bind,source=$secrets,target=/run/secrets,readonly" \
  --log-driver awslogs --log-opt "awslogs-region=$AWS_DEFAULT_REGION" --log-opt "awslogs-group=$LOG_GROUP" --log-opt "awslogs-stream=$INSTANCE_ID/container" \
  ${RUN_ARGS[@]+"${RUN_ARGS[@]}"} "$IMAGE" ${COMMAND[@]+"${COMMAND[@]}"}
