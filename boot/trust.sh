#!/usr/bin/env bash
# Makes the system, docker and the AWS CLI trust the certificate authorities beside this script. Only there if the network needs it.
set -euo pipefail
here=${PULUMI_GPU_DIR:-/opt/pulumi-gpu}
root=${PULUMI_GPU_ROOT:-}
# The AWS CLI trusts AWS_CA_BUNDLE alone: endpoints that are reached without the proxy need the public authorities in it, too.
install -m 0644 -- "$here/ca.pem" "$here/authorities.pem"
if command -v update-ca-trust >/dev/null; then
  install -m 0644 -- "$here/ca.pem" "$root/etc/pki/ca-trust/source/anchors/pulumi-gpu.pem"
  update-ca-trust
  bundle=$root/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem
elif command -v update-ca-certificates >/dev/null; then
  install -m 0644 -- "$here/ca.pem" "$root/usr/local/share/ca-certificates/pulumi-gpu.crt"
  update-ca-certificates
  bundle=$root/etc/ssl/certs/ca-certificates.crt
else
  echo "pulumi-gpu boot: this AMI has neither update-ca-trust nor update-ca-certificates; its certificate authorities stay as they are" >&2
  exit 1
fi
printf '%s\n' "$(<"$bundle")" >>"$here/authorities.pem"
