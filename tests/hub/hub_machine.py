"""Accounts, folders and a hub on this machine, for as long as the tests take."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PYTHON = "/usr/bin/python3"
PROGRAMS = ("useradd", "userdel", "groupadd", "groupdel", "chpasswd", "runuser", "git")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SECONDS = 600
# How this machine reaches registries of packages.
OF_REGISTRIES = (
    "HOME",
    "PIP_",
    "NPM_",
    "NODE_EXTRA",
    "SSL_CERT",
    "REQUESTS_CA",
    "HTTP",
    "NO_PROXY",
)
REGISTRIES = {
    name: value for name, value in os.environ.items() if name.upper().startswith(OF_REGISTRIES)
}


def why_not() -> str:
    """Why no hub can be set up here; empty if one can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "only root can make accounts for a hub"
    missing = [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]
    if missing:
        return f"{', '.join(missing)} not found"
    code = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"
    with suppress(OSError):
        if subprocess.run([PYTHON, "-c", code], check=False).returncode == 0:
            return ""
    return f"{PYTHON}: found no Python 3.11 with venv, which accounts of this machine may run"


@dataclass(frozen=True)
class Machine:
    """Names and places that nobody else has. `people`: the page's name → the account."""

    folder: Path
    people: dict[str, str]
    group: str
    passwords: dict[str, str]

    def home(self, who: str) -> Path:
        return Path("/home") / self.people[who]

    def run(
        self, *words: str, who: str = "", seconds: float = SECONDS
    ) -> subprocess.CompletedProcess[str]:
        """A command of root's, or of an account's; output and errors together."""
        account = ["runuser", "-u", self.people[who], "--"] if who else []
        home = {"HOME": str(self.home(who))} if who else REGISTRIES
        return subprocess.run(
            [*account, *words],
            cwd=self.folder,
            env={"PATH": PATH, "LANG": "C.UTF-8", **home},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=seconds,
        )


@contextmanager
def machine(*names: str) -> Iterator[Machine]:
    """Accounts are made by the page's commands; here is what removes them, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="ag_hub_"))
    folder.chmod(0o755)
    people = {name: f"ag_{name}_{os.getpid()}" for name in names}
    passwords = {name: secrets.token_urlsafe(12) for name in names}
    group = f"ag_class_{os.getpid()}"
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    try:
        yield Machine(folder, people, group, passwords)
    finally:
        for account in people.values():
            _remove(account)
        subprocess.run(["groupdel", group], check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, before)


def _remove(account: str) -> None:
    try:
        number = pwd.getpwnam(account).pw_uid
    except KeyError:
        return
    for process in _processes_of(number):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    quiet = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for _ in range(20):
        if subprocess.run(["userdel", "--remove", account], **quiet).returncode != 8:
            return
        time.sleep(0.1)  # a process of the account's is not yet gone


def _processes_of(number: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and entry.stat().st_uid == number:
                found.append(int(entry.name))
    return found


def free_ports(count: int) -> list[str]:
    """Ports that nobody listens on now."""
    taken = [socket.socket() for _ in range(count)]
    try:
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [str(each.getsockname()[1]) for each in taken]
    finally:
        for each in taken:
            each.close()


@contextmanager
def running(command: list[str], folder: Path, path: str, address: str) -> Iterator[Path]:
    """The hub, once it answers; ended with its proxy and every server. Yields its log."""
    log = folder / "hub.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={"PATH": path, "LANG": "C.UTF-8", "HOME": "/root"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait_for(f"{address}/hub/health", process, log)
        yield log
    finally:
        process.terminate()
        try:
            process.wait(180)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        _end_proxy(folder / "jupyterhub-proxy.pid")


def _end_proxy(file: Path) -> None:
    """A hub that had no time to end it leaves its number; one that had, no file."""
    with suppress(OSError, ValueError):
        os.kill(int(file.read_text(encoding="utf-8")), signal.SIGKILL)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8")[-3000:])
