"""A course with the sample class, its autograder's zip, and Gradescope's folders."""

import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from classroom import Course, nbgrader, own_jupyter_folders
from click.testing import CliRunner
from gradescope_folders import PROJECT, Gradescope

from autograder.cli.main import main
from autograder.demo.course import make_course
from autograder.demo.material import read_material
from autograder.demo.students import STUDENTS

# Of the project's 10 seconds: an endless loop runs as long in each of two cells.
SHORTER = "\nc.Execute.timeout = 5\n"


@pytest.fixture(scope="session", autouse=True)
def _own_jupyter_folders(tmp_path_factory):
    with own_jupyter_folders(tmp_path_factory.mktemp):
        yield


@pytest.fixture(scope="session")
def class_course(tmp_path_factory) -> Course:
    """The demo's course with less time, released in both languages. Don't touch it."""
    course = Course(tmp_path_factory.mktemp("class") / "course")
    make_course(PROJECT, course.root)
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(SHORTER)
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

    def notebook(name, students=STUDENTS):
        (student,) = (each for each in students if each.name == name)
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
def container(archive, ready_python, tmp_path_factory) -> Iterator[Gradescope]:
    """Gradescope's folders after set-up, for one submission after another."""
    made = Gradescope(tmp_path_factory.mktemp("gradescope") / "autograder", ready_python)
    made.unpack(archive)
    assert "ready: tier" in made.set_up()
    yield made
    made.workers.close()
