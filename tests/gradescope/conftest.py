"""A course with the sample class, its autograder's zip, and Gradescope's folders."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from classroom import Course, nbgrader, own_jupyter_folders
from click.testing import CliRunner

from autograder.cli.main import main
from autograder.demo.course import make_course
from autograder.demo.material import read_material
from autograder.demo.students import STUDENTS
from tests.report.gradescope_schema import strict

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What `run_autograder` left: its exit code, what it said, and the results, if any."""

    code: int
    said: str
    results: dict | None


@dataclass(frozen=True)
class Gradescope:
    """The folders of a container as Gradescope documents them, below `root`."""

    root: Path
    python: Path | None = None

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

    def set_up(self) -> str:
        return self._run("bash", str(self.source / "setup.sh")).stdout

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


@pytest.fixture(scope="session", autouse=True)
def _own_jupyter_folders(tmp_path_factory):
    with own_jupyter_folders(tmp_path_factory.mktemp):
        yield


@pytest.fixture(scope="session")
def class_course(tmp_path_factory) -> Course:
    """The demo's course, released in both languages. Don't touch it."""
    course = Course(tmp_path_factory.mktemp("class") / "course")
    make_course(PROJECT, course.root)
    for language in ("zh", "en"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AUTOGRADER_LANGUAGE", language)
            run = nbgrader("generate_assignment", "rnn", folder=course.root)
        assert run.code == 0, run.text
    (course.root / "tests" / "hidden" / "course_secret.txt").write_text("a" * 32, encoding="utf-8")
    return course


@pytest.fixture(scope="session")
def hand_ins(class_course):
    """Name → notebook of a sample student."""
    material = read_material(class_course.root, "rnn")
    students = {student.name: student for student in STUDENTS}

    def notebook(name):
        student = students[name]
        folder = class_course.root / "assignments" / student.language / "rnn"
        return student.notebook(nbformat.read(folder / "rnn.ipynb", 4), material)

    return notebook


@pytest.fixture(scope="session")
def archive(class_course, tmp_path_factory) -> Path:
    """The zip, made by the command."""
    path = tmp_path_factory.mktemp("zip") / "autograder.zip"
    words = ["gradescope", "rnn", "--course", str(class_course.root), "--out", str(path)]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture(scope="session")
def ready_python(tmp_path_factory) -> Path:
    """A Python of its own that has this project and its packages, without installing them."""
    folder = tmp_path_factory.mktemp("python") / "venv"
    venv.create(folder, symlinks=True)
    paths = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    (library,) = folder.glob("lib/python*/site-packages")
    (library / "kit.pth").write_text("\n".join([str(PROJECT), *sorted(paths)]), encoding="utf-8")
    assert Path(sys.prefix) != folder
    return folder / "bin" / "python"


@pytest.fixture(scope="session")
def container(archive, ready_python, tmp_path_factory) -> Gradescope:
    """Gradescope's folders after set-up, for one submission after another."""
    made = Gradescope(tmp_path_factory.mktemp("gradescope") / "autograder", ready_python)
    made.unpack(archive)
    assert "ready: tier" in made.set_up()
    return made
