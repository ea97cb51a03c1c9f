# Given to `jupyter lab` by name, so nothing in a home folder can open what is closed here.
import os
from pathlib import Path

from jupyter_server.auth import passwd

c = get_config()  # noqa: F821
secrets = Path(os.environ["SECRETS_DIR"])


def secret(name):
    file = secrets / name
    return file.read_text().strip() if file.exists() else ""


token = secret("jupyter-token")
password = secret("jupyter-password")
if not token and not password:
    raise SystemExit("jupyter never starts without a token or a password")

c.IdentityProvider.token = token
if password:
    c.PasswordIdentityProvider.hashed_password = passwd(password)
c.PasswordIdentityProvider.allow_password_change = False

c.ServerApp.ip = "0.0.0.0"
c.ServerApp.port = int(os.environ.get("JUPYTER_PORT", "8888"))
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.root_dir = "/workspace"
c.ServerApp.allow_root = False
# A port is published on the machine's loopback only, and a browser reaches it through a tunnel as localhost.
c.ServerApp.allow_remote_access = True
c.ServerApp.terminado_settings = {"shell_command": ["/bin/bash", "-l"]}
