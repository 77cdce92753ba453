"""nbgrader's formgrader, as an instructor starts it: a real server on the loopback interface."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

EXTENSION = "nbgrader.server_extensions.formgrader"


@dataclass(frozen=True)
class Server:
    address: str
    token: str

    def page(self, path: str) -> str:
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.address}/{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode("utf-8")


@contextmanager
def formgrader(course: Path) -> Iterator[Server]:
    """The server in a course's folder, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    command = [
        sys.executable,
        "-m",
        "jupyter_server",
        "--allow-root",
        "--no-browser",
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={course}",
        f"--ServerApp.jpserver_extensions={EXTENSION}=True",
    ]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    log = course / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=course, env=environment, stdout=output, stderr=output
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", token)
            _wait_for(server, process, log)
            yield server
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            server.page("api")
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8"))
