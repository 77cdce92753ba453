"""JupyterHub for one course on one machine, with the machine's own accounts: see hub.md.

Start it with the `jupyterhub` of the environment that holds the kit: everything that it starts
is taken from beside it.
"""

import sys
from pathlib import Path

PROGRAMS = Path(sys.prefix) / "bin"

c = get_config()

# People come to 8000. Nothing here is encrypted: put a web server with HTTPS in front of it.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:8081"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:8001"
c.ConfigurableHTTPProxy.command = [str(PROGRAMS / "configurable-http-proxy")]

# Accounts and passwords are the machine's. Who is not in this group stays outside.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"rnn-class"}
c.PAMAuthenticator.open_sessions = False

# A server runs as the account that it belongs to, never as the hub's.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [str(PROGRAMS / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
# A class that comes at nine o'clock starts all its servers at once.
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.Spawner.environment = {"PATH": f"{PROGRAMS}:/usr/local/bin:/usr/bin:/bin"}
# Jupyter opens login shells, and those forget this PATH and with it `nbgrader`.
c.Spawner.args = ["--ServerApp.terminado_settings={'shell_command': ['/bin/bash']}"]
