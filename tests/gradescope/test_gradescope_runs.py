"""The zip in Gradescope's documented folders: its scripts are run as Gradescope runs them."""

import json
import os
import re
import shutil
import stat
from dataclasses import replace

import nbformat
import pytest
from classroom import cell
from command import autograder
from gradescope_folders import Gradescope
from sample_students import PATIENT_STUDENTS

from autograder.gradescope.run import run
from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.tiers import TierUnavailableError, Walls
from tests.hub.hub_packages import lay_in_pinned
from tests.report.gradescope_schema import strict

pytestmark = pytest.mark.slow

NAMES = ("ada", "bai", "jin", "rosa", "quin", "chen")
BY_SCRIPT = ("bai", "rosa")  # the others are graded in this process: a start less each


def scores(results) -> dict[str, float]:
    """Exercise → points, from the tests."""
    found: dict[str, float] = {}
    for test in results["tests"]:
        if "score" in test:
            name = test["name"].split(": ")[0]
            found[name] = found.get(name, 0.0) + test["score"]
    return found


@pytest.fixture(scope="module")
def as_graded_at_home(class_course, hand_ins, tmp_path_factory):
    """The same hand-ins after `autograder grade`, and as `autograder export gradescope` tells.

    An endless loop spins on Gradescope; here it waits for the same time, which costs no work.
    """
    course = class_course.copy(tmp_path_factory.mktemp("home") / "course")
    for name in NAMES:
        course.hand_in(name, hand_ins(name, PATIENT_STUDENTS))
    assert autograder("grade", "rnn", "--workers", "1", course=course.root).code == 0
    return course


@pytest.fixture(scope="module")
def on_gradescope(container, hand_ins):
    """What `run_autograder` leaves for the same hand-ins, under another name."""
    found = {}
    for name in NAMES:
        container.hand_in(homework_ipynb=hand_ins(name))
        found[name] = container.run() if name in BY_SCRIPT else container.grade()
        assert found[name].code == 0, found[name].said
    return {name: ran.results for name, ran in found.items()}


@pytest.mark.parametrize("name", NAMES)
def test_scores_are_those_of_autograder_grade(name, on_gradescope, as_graded_at_home):
    assert on_gradescope[name]["score"] == as_graded_at_home.total(name)
    points = as_graded_at_home.scores(name)
    found = scores(on_gradescope[name])
    assert {f"test_{exercise}": each for exercise, each in found.items()} == points


def without_chance(name, results):
    """In which line of an endless loop the time was up is chance, and whether it could be told."""
    if name != "rosa":
        return results
    line = re.compile(r" at line \d+:\s+`[^`]*`")
    outputs = [line.sub("", each.get("output", "")) for each in results["tests"]]
    pairs = zip(results["tests"], outputs, strict=True)
    return {**results, "tests": [{**each, "output": output} for each, output in pairs]}


def test_the_export_of_a_graded_class_is_what_gradescope_would_make(
    on_gradescope, as_graded_at_home, tmp_path
):
    words = ("export", "gradescope", "rnn", "--out", str(tmp_path / "out"))
    run = autograder(*words, course=as_graded_at_home.root)
    assert run.code == 0, run.text
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(NAMES)
    for name in NAMES:
        exported = strict((tmp_path / "out" / name / "results.json").read_bytes())
        here = {**on_gradescope[name], "execution_time": exported["execution_time"]}
        assert without_chance(name, exported) == without_chance(name, here)
    assert "--force" in autograder(*words, course=as_graded_at_home.root).text


def test_the_sample_students_get_what_they_earned(as_graded_at_home):
    """Otherwise the same scores would say little."""
    totals = {name: as_graded_at_home.total(name) for name in NAMES}
    assert totals["ada"] == totals["bai"] == 100
    assert totals["chen"] == 0
    assert all(0 < totals[name] < 100 for name in ("jin", "rosa", "quin"))


def test_only_the_visible_checks_are_seen_at_once(on_gradescope):
    results = on_gradescope["jin"]
    assert results["stdout_visibility"] == "hidden"
    seen = {test["number"] for test in results["tests"] if test["visibility"] == "visible"}
    assert seen == {str(number) for number in range(1, 13)}
    rest = {test["visibility"] for test in results["tests"] if test["number"] not in seen}
    assert rest == {"after_published"}


def test_a_chinese_notebook_is_answered_in_chinese(on_gradescope):
    assert "可见检查" in on_gradescope["bai"]["output"]
    assert "Visible checks" in on_gradescope["jin"]["output"]


def test_results_hold_neither_a_test_nor_the_secret(on_gradescope, class_course):
    text = json.dumps(on_gradescope, ensure_ascii=False)
    hidden = (class_course.root / "tests" / "hidden" / "test_rnn.py").read_text(encoding="utf-8")
    names = [line.split("(")[0][4:] for line in hidden.splitlines() if line.startswith("def test_")]
    assert len(names) > 20
    assert [name for name in names if name in text] == []
    assert "a" * 32 not in text


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "Found: no file"),
        ({"answer_py": b"x = 1"}, "no notebook among: answer.py"),
        ({"rnn_ipynb": b"PK\x03\x04 no notebook"}, "Found: text that is not JSON"),
        ({"rnn_ipynb": b""}, "Found: an empty file"),
        ({"rnn_ipynb": b" " * (33 << 20)}, "Found: the file rnn.ipynb of 33.0 MiB"),
        ({"a_ipynb": b"{}", "b_ipynb": b"{}"}, "several notebooks: a.ipynb, b.ipynb"),
    ],
    ids=["nothing", "other", "broken", "empty", "large", "several"],
)
def test_what_is_no_notebook_has_no_points_and_is_explained(files, told, container):
    container.hand_in(**files)
    ran = container.run() if not files else container.grade()
    assert ran.code == 0, ran.said
    assert ran.results["score"] == 0
    assert told in ran.results["output"]
    assert "怎么办：" in ran.results["output"]
    assert str(container.root) not in ran.results["output"]


def test_another_assignments_notebook_is_explained(container):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
    book.cells[0].metadata.nbgrader = {
        "grade_id": "other", "grade": False, "solution": True, "locked": False,
        "schema_version": 3, "task": False,
    }  # fmt: skip
    container.hand_in(lstm_ipynb=book)
    results = container.grade().results
    assert results["score"] == 0
    assert "Expected: " in results["output"]


def test_of_several_notebooks_the_named_one_is_taken(container, hand_ins):
    container.hand_in(rnn_ipynb=hand_ins("ada"), notes_ipynb=hand_ins("chen"))
    assert container.grade().results["score"] == 100


def test_the_graders_files_are_for_root_only(container):
    assert stat.S_IMODE(container.source.stat().st_mode) == 0o700
    for path in container.source.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


ATTACK = """def softmax(z):
    import glob, os, subprocess
    from pathlib import Path
    root = {root!r}
    got = []
    places = [root, root + "/source", root + "/results", root + "/submission", "/autograder"]
    for place in places:
        for way in (os.listdir, lambda p: glob.glob(p + "/*")[0]):
            try:
                got.append(str(way(place)))
            except Exception:
                pass
    for name in ("assignment.json", "settings.json", "setup.sh"):
        try:
            got.append(Path(root, "source", name).read_text())
        except Exception:
            pass
    for name in ("results/results.json", "results/.new-x", "source/settings.json",
                 "run_autograder", "submission/rnn.ipynb"):
        try:
            Path(root, name).write_text('{{"score": 1000}}')
            got.append(name)
        except Exception:
            pass
    for command in (["cat", root + "/source/assignment.json"], ["ls", root]):
        try:
            got.append(subprocess.run(command, capture_output=True, check=True).stdout)
        except Exception:
            pass
    try:
        os.link(root + "/source/assignment.json", "here")
        got.append(Path("here").read_text())
    except Exception:
        pass
    raise RuntimeError("the attack got " + (str(got)[:200] if got else "nothing"))"""


@pytest.fixture(params=["A", "B"])
def walls(request):
    """Each tier that has walls; Gradescope's containers have B, mostly."""
    try:
        with StudentRooms(Limits(), Walls(request.param)) as rooms:
            rooms.wait_until_ready()
    except TierUnavailableError as error:
        pytest.skip(f"tier {request.param}: {error}")
    return Walls(request.param)


def attacking(notebook, root: str):
    """The right notebook with an attack: in a function, and as soon as a cell runs."""
    attack = ATTACK.format(root=root)
    called = attack.replace("def softmax", "def attack")
    cell(notebook, "softmax").source = attack
    cell(
        notebook, "one_hot"
    ).source += (
        f"\n\n{called}\n\ntry:\n    attack(0)\nexcept RuntimeError as error:\n    told = error"
    )
    return notebook


def check_it_got_nothing(results) -> None:
    """All is right but for softmax, which raises what it got."""
    assert results["score"] == 96
    outputs = [test.get("output", "") for test in results["tests"]]
    told = [output for output in outputs if "the attack got" in output]
    assert told
    assert all("the attack got nothing" in output for output in told)


def test_an_attack_on_the_graders_folders_gets_nothing(walls, container, hand_ins):
    container.hand_in(rnn_ipynb=attacking(hand_ins("ada"), str(container.root)))
    before = {path: path.read_bytes() for path in container.source.rglob("*") if path.is_file()}
    assert run(container.root, walls) == 0
    assert container.results()["extra_data"]["tier"] == walls.tier
    check_it_got_nothing(container.results())
    assert before == {path: path.read_bytes() for path in before}
    assert [path.name for path in (container.root / "results").iterdir()] == ["results.json"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can put a folder in the place /autograder")
def test_in_the_documented_place_without_user_namespaces(container, hand_ins):
    """/autograder as it stands in Gradescope's documents; tier A can't be had there."""
    container.hand_in(rnn_ipynb=attacking(hand_ins("ada"), "/autograder"))
    ran = container.run_in_place()
    if ran.code and any(f"{program}: " in ran.said for program in ("unshare", "mount", "chroot")):
        pytest.skip(ran.said)
    assert ran.code == 0, ran.said
    assert "graded: tier B" in ran.said
    check_it_got_nothing(ran.results)


def test_the_attack_works_where_there_is_no_wall(container, tmp_path, monkeypatch):
    """Otherwise the test above would say nothing."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(container.root, tmp_path / "copy", symlinks=True)
    names: dict = {}
    exec(ATTACK.format(root=str(tmp_path / "copy")), names)
    with pytest.raises(RuntimeError, match=r"the attack got \["):
        names["softmax"](0)
    assert json.loads((tmp_path / "copy" / "results" / "results.json").read_text()) == {
        "score": 1000
    }


@pytest.fixture
def own_container(container, tmp_path) -> Gradescope:
    """One that may be broken."""
    shutil.copytree(container.root, tmp_path / "autograder")
    return replace(container, root=tmp_path / "autograder")


def test_below_the_demanded_tier_nothing_is_graded(own_container, hand_ins, capsys):
    own_container.hand_in(rnn_ipynb=hand_ins("ada"))
    stale = own_container.root / "results" / "results.json"
    stale.write_text('{"score": 1}', encoding="utf-8")
    assert run(own_container.root, Walls(tier="C", minimum="B")) == 1
    assert own_container.results() is None
    said = capsys.readouterr().out
    assert "expected tier B or better" in said
    assert "Gradescope shows that the autograder failed, and gives no score" in said


@pytest.mark.parametrize("name", ["assignment.json", "settings.json"])
def test_a_damaged_autograder_gives_no_score_and_tells_the_instructor(
    name, own_container, hand_ins
):
    own_container.hand_in(rnn_ipynb=hand_ins("ada"))
    (own_container.source / name).write_text("{", encoding="utf-8")
    ran = own_container.run() if name == "settings.json" else own_container.grade()
    assert ran.code == 1
    assert ran.results is None
    assert "grader error, not the student's" in ran.said


def test_hidden_tests_that_cannot_be_loaded_give_no_score(own_container, hand_ins):
    own_container.hand_in(rnn_ipynb=hand_ins("ada"))
    path = own_container.source / "assignment.json"
    shared = json.loads(path.read_bytes())
    shared["course_files"] = {}
    path.write_text(json.dumps(shared), encoding="utf-8")
    ran = own_container.grade()
    assert ran.code == 1
    assert ran.results is None
    assert "softmax" in ran.said


# Compiling all modules of all packages takes longer than to load them; what is used is compiled.
NO_BYTECODE = {"PIP_COMPILE": "0"}
# None can be missing when a submission is graded. A hundred others are unpacked already, in the
# versions that are pinned: pip finds them, and installs what is not among them.
FROM_THE_REGISTRY = ("click", "nbgrader", "numpy", "pyzmq", "sqlalchemy", "traitlets")


def installed_in(container) -> set[str]:
    """Which of those the container's Python has."""
    found = container.root.glob("venv/lib/python*/site-packages/*.dist-info")
    return {path.name.split("-")[0] for path in found} & set(FROM_THE_REGISTRY)


def test_the_whole_set_up_from_the_registry(archive, hand_ins, tmp_path):
    """Nothing but the zip and a Python: packages are installed, the kit comes from its wheel."""
    container = Gradescope(tmp_path / "autograder")
    container.unpack(archive)
    pins = container.source / "requirements.txt"
    lay_in_pinned(container.root / "venv", "python3", pins, FROM_THE_REGISTRY)
    assert installed_in(container) == set()
    assert "ready: tier" in container.set_up(**NO_BYTECODE)
    assert (container.root / "venv" / "bin" / "autograder").is_file()
    assert installed_in(container) == set(FROM_THE_REGISTRY)
    container.hand_in(rnn_ipynb=hand_ins("jin"))
    ran = container.run()
    assert ran.code == 0, ran.said
    assert ran.results["score"] == 86
