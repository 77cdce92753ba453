"""A notebook that is watched: what runs again, what keys show, files that are being written."""

import contextlib
import json
from queue import Empty, Queue

import pytest
from student_notebook import Here, answered, saved

from autograder.checks import literal
from autograder.checks.lessons import Lesson, read_lesson
from autograder.workbench import session as sessions
from autograder.workbench.errors import UnusableError
from autograder.workbench.events import SAVED, keys, saves
from autograder.workbench.lesson import exercises_of, lesson_for
from autograder.workbench.render import joined
from autograder.workbench.session import Session
from autograder.workbench.watching import Watching

LESSON = {
    "assignment": "twice",
    "exercises": ["other"],
    "hints": {},
    "sections": {},
    "mistakes": {},
    "fingerprints": {},
}
WRONG = "def double(x):\n    return 3 * x\n"


class Watched:
    """A watched notebook in this process, and all that was shown of it."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.kernels, self.said = folder, [], []
        monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
        monkeypatch.setattr(sessions, "open_kernel", self.kernel)
        self.save(answered())
        self.session = Session(folder / "twice.ipynb", 60)
        show = lambda lines: self.said.append(joined(lines))  # noqa: E731
        self.watching = Watching(self.session, "en", show, lambda: self.said.append("(clear)"))

    @contextlib.contextmanager
    def kernel(self, name, folder):  # noqa: ARG002 - as the real one is called
        self.kernels.append(Here())
        yield self.kernels[-1]

    def save(self, notebook):
        saved(notebook, self.folder)

    def key(self, key):
        self.said.clear()
        self.watching.answer(key)
        return "\n".join(self.said)

    @property
    def sources(self):
        return self.kernels[-1].sources


@pytest.fixture
def watched(tmp_path, monkeypatch):
    return Watched(tmp_path, monkeypatch)


def test_at_first_all_cells_run(watched):
    said = watched.key(SAVED)
    assert len(watched.sources) == 5
    assert said.split("\n") == [
        "running 5 of 5 cells …",
        "(clear)",
        "✓ double  passed  1 check",
        "✓ quadruple  passed  1 check",
        "all checks pass; now run `autograder ready twice.ipynb`",
        "twice ██ 2/2   all done",
        "h hint   l list   n next   q quit",
    ]


def test_on_a_save_only_what_changed_and_what_needs_it_runs_in_the_same_kernel(watched):
    watched.key(SAVED)
    watched.sources.clear()
    watched.save(answered(quadruple="def quadruple(x):\n    return 4 * x\n"))
    assert "running 2 of 5 cells …" in watched.key(SAVED)
    assert [source.split("(")[0] for source in watched.sources] == ["def quadruple", "with check"]
    assert len(watched.kernels) == 1


def test_a_save_that_changes_no_code_runs_nothing(watched):
    watched.key(SAVED)
    watched.sources.clear()
    notebook = answered()
    notebook.cells[0].source = "# Other words"
    watched.save(notebook)
    assert watched.key(SAVED) == "saved; no cell with code changed"
    assert watched.sources == []


def test_a_cell_that_is_gone_makes_all_run_in_a_new_kernel(watched):
    watched.key(SAVED)
    notebook = answered()
    del notebook.cells[4]
    watched.save(notebook)
    assert "all cells run in a new kernel" in watched.key(SAVED)
    assert len(watched.kernels) == 2
    assert "quadruple is not defined" in "\n".join(watched.said)


def test_after_a_kernel_ended_the_next_save_starts_a_new_one(watched):
    watched.key(SAVED)
    watched.kernels[-1].is_alive = False
    watched.key(SAVED)
    assert len(watched.kernels) == 2
    assert len(watched.sources) == 5


def test_a_failed_check_stays_in_view_until_it_passes(watched):
    watched.save(answered(double=WRONG))
    said = watched.key(SAVED)
    assert "✗ double  failed\n    y differs" in said
    assert "✗ quadruple  failed\n    y differs" not in said
    watched.save(answered())
    assert "all checks pass" in watched.key(SAVED)


def test_a_half_written_notebook_is_waited_for(watched):
    watched.key(SAVED)
    path = watched.session.path
    whole = path.read_bytes()
    path.write_bytes(whole[:200])
    assert watched.key(SAVED) == "twice.ipynb is not complete yet; waiting until it is saved"
    path.write_bytes(whole)
    assert "no cell with code changed" in watched.key(SAVED)


def test_a_notebook_that_is_none_any_more_is_told_and_waited_for(watched):
    watched.key(SAVED)
    watched.session.path.write_text("{}")
    said = watched.key(SAVED)
    assert "found no notebook" in said
    assert "Waiting until it is saved again." in said


def test_a_first_run_of_what_is_no_notebook_is_refused(watched):
    watched.session.path.write_text("{}")
    with pytest.raises(UnusableError):
        watched.watching.run(first=True)


def test_the_list_shows_every_exercise_and_marks_the_one_in_view(watched):
    watched.save(answered(quadruple=WRONG))
    watched.key(SAVED)
    assert watched.key("l").split("\n") == ["  ✓ double  passed", "→ ✗ quadruple  failed"]


def test_next_looks_at_the_exercises_that_have_not_passed_in_turn(watched):
    watched.save(answered(double=WRONG))
    watched.key(SAVED)
    seen = [watched.session.focus]
    for _ in range(2):
        assert "✗" in watched.key("n")
        seen.append(watched.session.focus)
    assert seen == ["double", "quadruple", "double"]


def test_hints_come_one_by_one_and_end_with_the_section(watched, monkeypatch):
    hints = {"double": (literal("How often?", "几次？"), literal("Twice.", "两次。"))}
    sections = {"double": literal("Twice", "两倍")}
    lesson = Lesson("twice", ("double", "quadruple"), hints, sections)
    monkeypatch.setattr("autograder.workbench.lesson.lesson_for", lambda _: lesson)
    watched.save(answered(double=WRONG))
    watched.key(SAVED)
    assert watched.key("h").split("\n")[1:] == ["    1. How often?", "    press h for the next one"]
    assert "    2. Twice." in watched.key("h").split("\n")
    last = watched.key("h")
    assert "    3. Read again: Twice" in last.split("\n")
    assert watched.key("h").split("\n")[-1] != last.split("\n")[-1]
    watched.key("n")
    assert watched.key("h") == "there are no hints for quadruple"


def test_a_lesson_of_other_exercises_is_not_the_notebooks(watched):
    (watched.folder / "twice.lesson.json").write_text(json.dumps(LESSON))
    assert lesson_for(watched.session.workbook) is None


@pytest.mark.parametrize("content", ["{", json.dumps({"assignment": "twice"})])
def test_a_lesson_beside_the_notebook_counts_and_a_broken_one_harms_nothing(watched, content):
    path = watched.folder / "twice.lesson.json"
    path.write_text(content)
    assert lesson_for(watched.session.workbook) is None
    read_lesson.cache_clear()
    path.write_text(json.dumps({**LESSON, "exercises": ["double", "more"]}))
    assert exercises_of(watched.session.workbook) == ("double", "more")
    read_lesson.cache_clear()


def test_other_keys_do_nothing(watched):
    watched.key(SAVED)
    assert watched.key("x") == ""


def event(events, seconds):
    try:
        return events.get(timeout=seconds)
    except Empty:
        return None


def until_watched(path, events):
    """Until the folder is watched, a save goes unnoticed."""
    for save in range(30):
        path.write_text(f"save {save}")
        if event(events, 1) == SAVED:
            break
    while event(events, 1) is not None:
        pass


@pytest.mark.parametrize("by", ["writing", "renaming"])
def test_a_save_is_noticed_however_the_editor_does_it(tmp_path, by):
    path, events = tmp_path / "twice.ipynb", Queue()
    path.write_text("1")
    with saves(path, events):
        until_watched(path, events)
        (tmp_path / "other.ipynb").write_text("3")
        assert event(events, 0.7) is None
        if by == "writing":
            path.write_text("2")
        else:
            (tmp_path / "new").write_text("2")
            (tmp_path / "new").replace(path)
        assert event(events, 10) == SAVED


def test_keys_from_a_pipe_come_one_by_one(monkeypatch, tmp_path):
    (tmp_path / "typed").write_text("H\nl q")
    events = Queue()
    with (tmp_path / "typed").open() as typed:
        monkeypatch.setattr("sys.stdin", typed)
        with keys(events) as has_keys:
            assert has_keys
            assert [event(events, 5) for _ in range(3)] == ["h", "l", "q"]


def test_without_a_keyboard_it_is_watched_all_the_same(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    with keys(Queue()) as has_keys:
        assert not has_keys
