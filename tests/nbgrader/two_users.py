"""Two users of this machine, for as long as a test takes, and a Python that both may run."""

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from classroom import Run, finished

SYSTEM_PYTHON = "/usr/bin/python3"
VERSION = "import sys; print(sys.version_info[:2])"
# The last line is what feedback pages need and some early Python 3.11 can't do.
NEEDED = "import nbgrader, autograder.judge, soupsieve; soupsieve.compile('img:not([alt])')"


@dataclass(frozen=True)
class User:
    """A system user whose commands run with `python` in `home`."""

    name: str
    home: Path
    python: Path

    def nbgrader(self, *args: str, folder: Path) -> Run:
        return run_as(self.name, self.home, folder, str(self.python), "-m", "nbgrader", *args)


def run_as(name: str, home: Path, folder: Path, *command: str) -> Run:
    entry = pwd.getpwnam(name)
    return finished(
        command,
        cwd=folder,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "USER": name},
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
    )


def why_not() -> str:
    """Why two users can't be made here; empty if they can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "only root can make users"
    missing = [name for name in ("useradd", "userdel") if shutil.which(name) is None]
    return f"{', '.join(missing)} not found" if missing else ""


@contextmanager
def new_users(count: int):
    names = [f"kit{secrets.token_hex(4)}" for _ in range(count)]
    try:
        for name in names:
            shell = ("--shell", "/usr/sbin/nologin")
            subprocess.run(["useradd", "--no-create-home", *shell, name], check=True)
        yield names
    finally:
        for name in names:
            subprocess.run(["userdel", name], check=False, stderr=subprocess.DEVNULL)


def python_for(name: str, folder: Path) -> Path | None:
    """This Python if the user may run it; else one of the system's, of the same version, that
    finds the same packages. None if there is none."""
    if _version(name, folder, sys.executable) == str(sys.version_info[:2]):
        return Path(sys.executable)
    if _version(name, folder, SYSTEM_PYTHON) != str(sys.version_info[:2]):
        return None
    venv = folder / "venv"
    made = subprocess.run([SYSTEM_PYTHON, "-m", "venv", "--without-pip", str(venv)], check=False)
    if made.returncode != 0:
        return None
    packages = next(venv.glob("lib/python*/site-packages"))
    packages.rmdir()
    packages.symlink_to(sysconfig.get_path("purelib"))
    (venv / "share").symlink_to(Path(sys.prefix) / "share")
    alembic = venv / "bin" / "alembic"
    alembic.write_text(f'#!/bin/sh\nexec "{venv}/bin/python" -m alembic.config "$@"\n')
    alembic.chmod(0o755)
    python = venv / "bin" / "python"
    imported = run_as(name, folder, folder, str(python), "-c", NEEDED)
    return python if imported.code == 0 else None


def _version(name: str, folder: Path, python: str) -> str:
    try:
        return run_as(name, folder, folder, python, "-c", VERSION).text.strip()
    except OSError:
        return ""
