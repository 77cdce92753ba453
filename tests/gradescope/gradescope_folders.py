"""The folders of a container as Gradescope documents them, and what is run in them."""

import io
import os
import shutil
import subprocess
import zipfile
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest

from autograder.batch.worker import Worker
from autograder.gradescope.run import run
from autograder.sandbox.tiers import Walls
from tests.report.gradescope_schema import strict

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What `run_autograder` left: its exit code, what it said, and the results, if any."""

    code: int
    said: str
    results: dict | None


class Kept:
    """A worker that survives the `close` of whoever uses it."""

    def __init__(self, worker: Worker) -> None:
        self.run = worker.run

    def close(self) -> None:
        """Others use it, too."""


class KeptWorkers:
    """One for each kind of walls, until they are closed."""

    def __init__(self) -> None:
        self._started: dict[Walls, Worker] = {}

    def of(self, walls: Walls) -> Kept:
        if walls not in self._started:
            self._started[walls] = Worker(walls)
        return Kept(self._started[walls])

    def close(self) -> None:
        for worker in self._started.values():
            worker.close()
        self._started.clear()


@dataclass(frozen=True)
class Gradescope:
    """The folders of a container as Gradescope documents them, below `root`."""

    root: Path
    python: Path | None = None
    workers: KeptWorkers = field(default_factory=KeptWorkers)

    @property
    def source(self) -> Path:
        return self.root / "source"

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "AUTOGRADER"))}
        own = {"AUTOGRADER_ROOT": str(self.root)}
        return {**kept, **own, **({"AUTOGRADER_PYTHON": str(self.python)} if self.python else {})}

    def unpack(self, archive: Path) -> None:
        """As Gradescope's image is built: with rights, and one script copied."""
        for folder in ("source", "submission", "results"):
            (self.root / folder).mkdir(parents=True)
        with zipfile.ZipFile(archive) as opened:
            for entry in opened.infolist():
                path = Path(opened.extract(entry, self.source))
                path.chmod(entry.external_attr >> 16)
        shutil.copy(self.source / "run_autograder", self.root)

    def set_up(self, **more: str) -> str:
        """What the script said. `more`: environment."""
        environment = {**self.environment(), **more}
        return self._run("bash", str(self.source / "setup.sh"), environment=environment).stdout

    def hand_in(self, **files) -> None:
        """Notebooks as notebooks, others as bytes; the name's last _ is the dot."""
        shutil.rmtree(self.root / "submission")
        (self.root / "submission").mkdir()
        for name, content in files.items():
            path = self.root / "submission" / ".".join(name.rsplit("_", 1))
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                nbformat.write(content, path)

    def run(self) -> Ran:
        """With the working directory that is documented: /autograder."""
        done = self._run("./run_autograder", check=False)
        return Ran(done.returncode, done.stdout, self.results())

    def grade(self) -> Ran:
        """What `run` starts, in this process and with workers that are kept: starting Python and
        a worker takes seconds, and what a worker gives depends on its job alone."""
        said = io.StringIO()
        with redirect_stdout(said), pytest.MonkeyPatch.context() as patch:
            patch.setattr("autograder.gradescope.grade.Worker", self.workers.of)
            code = run(self.root)
        return Ran(code, said.getvalue(), self.results())

    def run_in_place(self) -> Ran:
        """In /autograder itself, for once without saying where it is."""
        environment = self.environment()
        del environment["AUTOGRADER_ROOT"]
        script = str(Path(__file__).parent / "in_place.sh")
        command = ("unshare", "--mount", "bash", script, str(self.root))
        done = self._run(*command, check=False, environment=environment)
        return Ran(done.returncode, done.stdout, self.results())

    def results(self) -> dict | None:
        """What Gradescope would take; None without a file."""
        path = self.root / "results" / "results.json"
        return strict(path.read_bytes()) if path.is_file() else None

    def _run(
        self, *command: str, check: bool = True, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            cwd=self.root,
            env=environment or self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=check,
            timeout=900,
        )
