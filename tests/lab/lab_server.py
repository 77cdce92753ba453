"""A JupyterLab of somebody's own: a server in a process, with its own configuration."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from classroom import PROJECT
from kernels import kernels_without_ports

SECONDS = 90
FOLDERS = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
QUIET = {"fetchNews": "false", "checkForUpdates": False}


@dataclass(frozen=True)
class Lab:
    """Where a running JupyterLab answers, and whoever has the token may use it."""

    address: str
    token: str

    def url(self, path: str = "lab") -> str:
        return f"{self.address}{path}?token={self.token}"


@dataclass(frozen=True)
class Desk:
    """Where somebody works: the `folder` that JupyterLab shows, and one for all that is its own."""

    folder: Path
    own: Path
    nbgrader_config: str
    theme: str

    def place(self, name: str) -> Path:
        return self.own / name.lower()


@contextmanager
def jupyter_lab(desk: Desk) -> Iterator[Lab]:
    """JupyterLab at somebody's desk, once it answers; it is ended with all its kernels."""
    environment = _environment(desk)
    _write_settings(desk)
    with kernels_without_ports(desk.place("JUPYTER_CONFIG_DIR")):
        yield from _running(desk, environment)


def _running(desk: Desk, environment: dict[str, str]) -> Iterator[Lab]:
    token, log = secrets.token_hex(16), desk.own / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            _command(desk.folder, token),
            cwd=desk.folder,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        yield Lab(_address(process, desk, log), token)
    finally:
        process.terminate()
        process.wait(30)


def _command(folder: Path, token: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        "--allow-root",
        "--no-browser",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={folder}",
    ]


def _environment(desk: Desk) -> dict[str, str]:
    """No file of whoever runs the tests gets in."""
    paths = {name: desk.place(name) for name in FOLDERS}
    for path in paths.values():
        path.mkdir(parents=True)
    return {
        **os.environ,
        **{name: str(path) for name, path in paths.items()},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(PROJECT),
    }


def _write_settings(desk: Desk) -> None:
    config = desk.place("JUPYTER_CONFIG_DIR")
    (config / "nbgrader_config.py").write_text(desk.nbgrader_config, encoding="utf-8")
    folder = config / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True)
    settings = {"notification": QUIET, "themes": {"theme": desk.theme}}
    for name, values in settings.items():
        path = folder / f"{name}.jupyterlab-settings"
        path.write_text(json.dumps(values), encoding="utf-8")


def _address(process: subprocess.Popen[bytes], desk: Desk, log: Path) -> str:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        for file in desk.place("JUPYTER_RUNTIME_DIR").glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):  # not yet written
                return str(json.loads(file.read_text(encoding="utf-8"))["url"])
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8")[-3000:])
