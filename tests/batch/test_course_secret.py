"""A new secret: what was graded before can be graded again, and nobody else ever holds it."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from classroom import Course, new_course
from click.testing import CliRunner
from command import autograder

from autograder.build import build_course
from autograder.cli.main import main
from autograder.demo.course import EXTRA_CONFIG, PARTS, make_course
from autograder.judge.course import forget_modules
from autograder.judge.draws import SECRET_FILE, make_secret
from autograder.starter import write_set

pytestmark = pytest.mark.usefixtures("workers_stay")

PROJECT = Path(__file__).parents[2]
NAME = "fading"
WRONG = "def leaky_memory(x, keep):\n    raise ValueError(str(x))"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with an exchange of its own and a set of one exercise; graded without a secret,
    then with one, and given back."""
    root = tmp_path_factory.mktemp("secret") / "course"
    course = start(root)
    said = {}
    for command in ("generate_assignment", "release_assignment"):
        assert course.run(command, NAME).code == 0
    course.hand_in("ada", course.student().notebook())
    course.hand_in("bo", course.student().notebook(leaky_memory=WRONG))
    for student in ("ada", "bo"):
        course.hand_in(student, "2026-11-02 10:00:00.000000 UTC", "timestamp.txt")
        course.hand_in(student, f"{student}'s own", "submission_secret.txt")  # nbgrader's
    said["before"] = autograder("grade", NAME, course=root).text
    said["twice"] = autograder("grade", NAME, course=root).text
    said["shown before"] = shown_numbers(course)
    said["secret"] = autograder("secret", course=root).text
    said["regrade"] = autograder("regrade", NAME, "--dry-run", course=root).text
    said["left"] = autograder("grade", NAME, course=root).text
    said["after"] = autograder("regrade", NAME, "--yes", course=root).text
    said["after, twice"] = autograder("grade", NAME, course=root).text
    said["shown after"] = shown_numbers(course)
    assert course.run("generate_assignment", NAME, "--force").code == 0
    assert course.run("release_assignment", NAME, "--force").code == 0
    said["feedback"] = autograder("feedback", NAME, course=root).text
    assert course.run("release_feedback", NAME).code == 0
    return course, said


def shown_numbers(course: Course) -> set[str]:
    """What bo's function, which raises its arguments, gets to see."""
    tests = [cell for cell in course.autograded("bo").cells if "hidden_tests(" in cell.source]
    return set(re.findall(r"\d\.\d{6,}", str(tests[0].outputs)))


def start(root: Path) -> Course:
    root.mkdir()
    config = (PROJECT / "nbgrader_config.py").read_text(encoding="utf-8")
    extra = EXTRA_CONFIG.format(exchange=str(root / "exchange"), cache=str(root / "cache"))
    (root / "nbgrader_config.py").write_text(config + extra, encoding="utf-8")
    (root / "exchange").mkdir()
    (root / "exchange").chmod(0o777)
    write_set(root, NAME)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", list(sys.path))
        build_course(root)
    forget_modules(root)
    return Course(root, NAME, NAME)


@pytest.mark.slow
def test_a_new_secret_grades_everything_again_once_where_that_is_wanted(course):
    _, said = course
    assert "graded 2 · from cache 0 · unchanged 0" in said["before"]
    assert "graded 0 · from cache 0 · unchanged 2" in said["twice"]
    assert "0 of 2 submissions would change" in said["regrade"]  # they were right and wrong before
    for name in ("regrade", "left"):
        assert "since then changed: the course's secret" in " ".join(said[name].split())
    assert "unchanged 2" in said["left"]
    assert "unchanged 0" in said["after"]
    assert "unchanged 2" in said["after, twice"]


@pytest.mark.slow
def test_scores_do_not_depend_on_the_secret(course):
    graded, _ = course
    assert graded.total("ada") == 10
    assert graded.total("bo") == 0


@pytest.mark.slow
def test_a_function_that_shows_its_input_shows_another_one(course):
    """The reason for it all: what was seen before is worth nothing now."""
    _, said = course
    assert said["shown before"]
    assert said["shown after"]
    assert said["shown before"] & said["shown after"] == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder", ["assignments", "exchange", "feedback", "autograded", "submitted", "source"]
)
def test_the_secret_is_in_nothing_that_leaves_the_course(course, folder):
    graded, _ = course
    secret = (graded.root / "tests" / "hidden" / SECRET_FILE).read_text(encoding="utf-8").strip()
    files = [path for path in (graded.root / folder).rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert secret.encode() not in path.read_bytes(), path
        assert path.name != SECRET_FILE


@pytest.mark.slow
def test_the_command_says_what_the_secret_means(course):
    graded, said = course
    for words in ("drawn from it", "graded again", "backup", "Never commit, release"):
        assert words in " ".join(said["secret"].split())
    path = graded.root / "tests" / "hidden" / SECRET_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    assert text.strip() not in said["secret"]
    assert "stays as it is" in autograder("secret", course=graded.root).text
    assert path.read_text(encoding="utf-8") == text


def test_a_folder_without_hidden_tests_gets_no_secret(tmp_path):
    run = CliRunner().invoke(main, ["secret", "--course", str(tmp_path)])
    assert run.exit_code == 1
    assert "expected a course's hidden tests" in run.output
    assert list(tmp_path.iterdir()) == []


def test_the_demos_course_has_the_courses_secret(tmp_path):
    origin = new_course(tmp_path / "origin").root
    for part in PARTS:
        shutil.copytree(PROJECT / part, origin / part, dirs_exist_ok=True)
    make_secret(origin / "tests" / "hidden")
    make_course(origin, tmp_path / "demo")
    one, other = (tmp_path / name / "tests/hidden" / SECRET_FILE for name in ("origin", "demo"))
    assert other.read_bytes() == one.read_bytes()
    assert other.stat().st_mode & 0o777 == 0o600
