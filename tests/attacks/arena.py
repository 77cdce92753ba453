"""A course full of secrets, attackers and honest students in one class, and what came of it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import browser
import fishing
import floods
import leftovers
import ordinary
import patching
import processes
import protocol
import reading
import scores
from attack import Attack
from classroom import Course, Run, new_course
from nbformat.v4 import new_code_cell, new_markdown_cell

THEMES = {
    module.__name__: module.ATTACKS
    for module in (
        reading,
        patching,
        protocol,
        floods,
        processes,
        leftovers,
        scores,
        browser,
        fishing,
    )
}
ATTACKS = {f"{theme}-{attack.name}": attack for theme, all_ in THEMES.items() for attack in all_}
NOTEBOOKS = {"ps1": "p1", "rnn": "rnn"}
FULL = {"ps1": 12, "rnn": 100}
TIMEOUT = 1
CONFIG = f"""
c.Execute.timeout = {TIMEOUT}
c.TwoRooms.memory_mib = 256
"""
HIDDEN = """\
### BEGIN HIDDEN TESTS
import numpy  # {canary}
numpy.testing.assert_allclose(square(7.25), 52.5625)
"""
# What an honest student can see of the world. It must look the same before and after an attack.
OBSERVE = """
import builtins, csv, ctypes, json, os, random, resource, signal, socket, sys, tempfile, threading
import numpy as np
from multiprocessing import shared_memory

def connect():
    with socket.socket(socket.AF_UNIX) as line:
        line.connect("\\0canary-left")

libc = ctypes.CDLL(None)
looks = {
    "files": lambda: sorted(os.listdir()),
    "home": lambda: sorted(os.listdir(os.path.expanduser("~"))),
    "tmp": lambda: sorted(n for n in os.listdir("/tmp") if "canary" in n),
    "shm": lambda: sorted(n for n in os.listdir("/dev/shm") if "canary" in n),
    "environment": lambda: sorted(os.environ),
    "numpy": lambda: [sorted(vars(np)), np.sum([1, 2]), np.allclose(1, 2)],
    "builtins": lambda: sorted(vars(builtins)),
    "random": lambda: [random.random(), np.random.rand()],
    "csv": lambda: csv.__file__ is not None,
    "descriptors": lambda: resource.getrlimit(resource.RLIMIT_NOFILE),
    "alarm": lambda: signal.getsignal(signal.SIGALRM) in (signal.SIG_IGN, signal.SIG_DFL),
    "mask": lambda: [int(n) for n in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
    "umask": lambda: os.umask(0o22),
    "threads": lambda: threading.active_count(),
    "children": lambda: os.waitpid(-1, os.WNOHANG),
    "path": lambda: [name for name in sys.path if "canary" in name],
    "memory": lambda: libc.shmget(0x5EC12E7, 0, 0),
    "semaphore": lambda: libc.semget(0x5EC12E7, 0, 0),
    "queue": lambda: libc.msgget(0x5EC12E7, 0),
    "shared": lambda: shared_memory.SharedMemory("canary_left"),
    "socket": connect,
    "write": lambda: open("mine.txt", "w").write("x" * 100_000),
    "history": lambda: ["canary" in source for source in get_ipython().user_ns["In"][-5:-1]],
}
for name, look in looks.items():
    try:
        print(name, look())
    except BaseException as error:
        print(name, type(error).__name__)
"""


@dataclass
class Arena:
    """A class that is graded together: `students` by the name of their attack.

    `honest` are students with right answers, the first before and the last behind all others.
    """

    course: Course
    canaries: dict[str, str]
    students: dict[str, str] = field(default_factory=dict)
    honest: list[tuple[str, str]] = field(default_factory=list)
    runs: dict[str, Run] = field(default_factory=dict)
    scores: dict[str, dict[str, float]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def about(self, assignment: str) -> Course:
        return self.course.about(assignment, NOTEBOOKS[assignment])

    def grade(self) -> None:
        """Everybody's submissions to both assignments. rnn's plots need more than a moment."""
        self.runs = {
            "ps1": self.about("ps1").autograde(),
            "rnn": self.about("rnn").autograde("--Execute.timeout=5"),
        }
        for assignment in NOTEBOOKS:
            self.read_scores(assignment)

    def read_scores(self, assignment: str) -> None:
        """Each student's points from the gradebook."""
        with self.course.gradebook() as gradebook:
            for submission in gradebook.assignment_submissions(assignment):
                grades = [grade for part in submission.notebooks for grade in part.grades]
                points = {grade.name: grade.auto_score or 0.0 for grade in grades}
                self.scores[submission.student.id] = points

    def text(self, name: str) -> str:
        """What the graded notebook shows, as plain text: it is read once."""
        if name not in self.texts:
            course = self.about(ATTACKS[name].assignment)
            self.texts[name] = shown(course.autograded(self.students[name]))
        return self.texts[name]

    def page(self, name: str) -> str:
        """The feedback page."""
        return self.about(ATTACKS[name].assignment).feedback(self.students[name])


def new_arena(root: Path, settings: str = "") -> Arena:
    """The course with canaries in everything that no student may read, both assignments made;
    `settings` are more lines of nbgrader's configuration."""
    course = new_course(root)
    canaries = {
        name: f"canary-{secrets.token_hex(8)}"
        for name in ("hidden test", "solution", "reference", "module", "config", "classmate")
    }
    ordinary.write(root / "source" / "en")
    _add(root / "solutions" / "rnn.py", f"CANARY = {canaries['reference']!r}\n")
    _add(root / "tests" / "hidden" / "test_rnn.py", f"CANARY = {canaries['module']!r}\n")
    _add(root / "nbgrader_config.py", f"# {canaries['config']}\n" + f"{CONFIG}{settings}\n")
    path = root / "source" / "en" / "ps1" / "p1.ipynb"
    text = path.read_text(encoding="utf-8")
    hidden = HIDDEN.format(canary=canaries["hidden test"])
    text = text.replace("### BEGIN HIDDEN TESTS\\n", json.dumps(hidden)[1:-1])
    text = text.replace("return x * x", f"return x * x  # {canaries['solution']}")
    path.write_text(text, encoding="utf-8")
    for assignment in NOTEBOOKS:
        run = course.run("generate_assignment", assignment)
        assert run.code == 0, run.text
    return Arena(course, canaries)


def _add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def everybody(_: str) -> bool:
    """For `hand_in`: no attack is left out."""
    return True


def hand_in(
    arena: Arena, wanted: Callable[[str], bool] = everybody, with_honest: bool = True
) -> None:
    """The attackers whose names are wanted hand in, and honest students between them: in the
    order of grading one of those, the attackers of a theme, the next one, and so on."""
    numbers = count(100)
    _classmate(arena)
    for theme, attacks in THEMES.items():
        named = {f"{theme}-{attack.name}": attack for attack in attacks}
        if not any(map(wanted, named)):
            continue
        if with_honest:
            _honest(arena, next(numbers), "ps1")
        for name in filter(wanted, named):
            arena.students[name] = f"{next(numbers)}-{name}"
            _attacker(arena, named[name], arena.students[name])
    if with_honest:
        for assignment in NOTEBOOKS:
            _honest(arena, next(numbers), assignment)
        _honest(arena, 99, "rnn")


def _classmate(arena: Arena) -> None:
    course = arena.about("ps1")
    notebook = course.student().notebook()
    notebook.cells.append(new_markdown_cell(arena.canaries["classmate"]))
    course.hand_in("classmate", notebook)


def _honest(arena: Arena, number: int, assignment: str) -> None:
    course = arena.about(assignment)
    notebook = course.student().notebook()
    notebook.cells.append(new_code_cell(OBSERVE, id="observe"))
    student = f"{number:03}-honest"
    arena.honest.append((assignment, student))
    course.hand_in(student, notebook)


def _attacker(arena: Arena, attack: Attack, student: str) -> None:
    course = arena.about(attack.assignment)
    writer = course.student()
    notebook = writer.only(*attack.honest)
    answers = {**{name: writer.answers[name] for name in attack.honest}, **attack.answers}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell.source = answers[grade_id].replace("@ROOT@", str(arena.course.root))
    if attack.change is not None:
        attack.change(notebook)
    course.hand_in(student, notebook)


def shown(notebook) -> str:
    """All outputs of a notebook as plain text, without colours."""
    parts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            parts.append(output.get("text", ""))
            parts.append("\n".join(output.get("traceback", ())))
            parts += [str(data) for data in output.get("data", {}).values()]
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(parts))


def observed(notebook) -> str:
    """What an honest student's notebook shows, without the names of temporary folders."""
    return re.sub(r"(room|judge)-\w+", r"\1", shown(notebook))
