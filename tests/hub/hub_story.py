"""The page's story on a machine: who does what, and what stands for the page's names."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from classroom import PROJECT
from hub_machine import PYTHON, Machine, free_ports, running
from hub_packages import lay_in
from hub_page import DOCS, Box, StandIns, boxes
from hub_person import Person

from autograder.demo.material import read_material
from autograder.demo.students import STUDENTS

PAGE = DOCS / "hub.md"
SERVICE = DOCS / "hub" / "jupyterhub.service"
TEACHER, STUDENTS_ON_THE_PAGE = "teacher", ("ada", "bo")
WRONG = "jin"  # of the sample class: bo hands in what jin does
BUTTONS = {"fetch_assignment": "fetch", "submit": "submit", "fetch_feedback": "fetch_feedback"}


# A folder with what the page's second step installs: whoever works on these tests need not wait.
INSTALLED = "HUB_PROGRAMS"
INSTALLS = ("-m venv", "pip install", "npm install")


class NoNetworkError(Exception):
    """Packages can't be had here."""


@dataclass
class Story:
    """What has happened so far. `ada` uses buttons where the page's bo types commands."""

    machine: Machine
    stand_ins: StandIns
    address: str
    people: dict[str, Person] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    proxy: str = "npm"

    def place(self, page: str) -> Path:
        return Path(self.stand_ins.text(page))

    def account(self, who: str) -> str:
        return self.machine.people[who]

    def play(self, box: Box) -> None:
        """Write the box's file, or do what it says as whoever it names."""
        here = self.stand_ins.box(box)
        if box.path:
            return self._write(here)
        if box.who == "root":
            return self._as_root(here)
        if box.who in self.people:
            return self._as_person(box, here)
        assert box.who in ("root, without npm", "root, with systemd"), box.who
        return None

    def _write(self, box: Box) -> None:
        path = Path(box.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(box.text, encoding="utf-8")
        for who in self.machine.people:
            if self.machine.home(who) in path.parents:
                self.machine.run("chown", "-R", self.account(who), str(self.machine.home(who)))

    def _as_root(self, box: Box) -> None:
        if os.environ.get(INSTALLED) and any(word in box.text for word in INSTALLS):
            return
        if "-m venv" in box.text:
            lay_in(self.place("/opt/course"), PYTHON, ("student", "instructor"))
        done = self.machine.run("bash", "-e", "-c", box.text)
        self.said.append(done.stdout)
        if done.returncode != 0 and "npm install" in box.text:
            self._use_the_other_proxy()
        elif done.returncode != 0 and "pip install" in box.text and "onnection" in done.stdout:
            raise NoNetworkError(done.stdout[-500:])
        else:
            assert done.returncode == 0, f"{box.text}\n{done.stdout[-3000:]}"

    def _use_the_other_proxy(self) -> None:
        self.proxy = "Python"
        other = next(box for box in boxes(PAGE) if box.who == "root, without npm")
        done = self.machine.run("bash", "-e", "-c", self.stand_ins.text(other.text))
        assert done.returncode == 0, done.stdout

    def _as_person(self, page: Box, here: Box) -> None:
        if "nbgrader submit" in page.text:
            self._work()
        self._type(page.who, here)
        if page.who == "bo":
            self._press(page)

    def _type(self, who: str, box: Box) -> None:
        """Into a terminal of the own server."""
        folder = self.machine.folder / "typed"
        script, output = folder / f"{len(self.said)}.sh", folder / f"{len(self.said)}.txt"
        folder.mkdir(exist_ok=True)
        script.write_text(box.text, encoding="utf-8")
        output.touch()
        output.chmod(0o666)
        code = self.people[who].type(f"bash -e {script} > {output} 2>&1")
        self.said.append(output.read_text(encoding="utf-8"))
        assert code == 0, f"{box.text}\n{self.said[-1][-3000:]}"

    def _press(self, page: Box) -> None:
        _, command, assignment = shlex.split(page.lines[-1])
        self.people["ada"].press(BUTTONS[command], "rnn", assignment)

    def _work(self) -> None:
        """Ada answers everything rightly, bo makes a known mistake."""
        material = read_material(PROJECT, "rnn")
        samples = {sample.name: sample for sample in STUDENTS}
        for who, sample in (("ada", samples["ada"]), ("bo", samples[WRONG])):
            notebook = self.people[who].open_notebook("rnn/rnn.ipynb")
            self.people[who].save_notebook("rnn/rnn.ipynb", sample.notebook(notebook, material))


def stand_ins(machine: Machine, ports: list[str]) -> StandIns:
    own = {"/srv/hub": "hub", "/srv/exchange": "exchange"}
    return StandIns(
        {
            "/opt/course": os.environ.get(INSTALLED) or str(machine.folder / "programs"),
            **{page: str(machine.folder / name) for page, name in own.items()},
            "/srv/passwords.txt": str(machine.folder / "passwords.txt"),
            **{f"/home/{who}": str(machine.home(who)) for who in machine.people},
            **machine.people,
            **{f"a-long-password-of-{who}": word for who, word in machine.passwords.items()},
            "rnn-class": machine.group,
            "ADDRESS": str(machine.folder / "project.bundle"),
            **dict(zip(("8000", "8081", "8001"), ports, strict=True)),
        }
    )


def a_repository(machine: Machine) -> None:
    """What the teacher clones: this checkout, with what is not yet committed, in one file."""
    folder = machine.folder / "project"
    folder.mkdir(mode=0o700)
    listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    files = subprocess.run(listed, cwd=PROJECT, capture_output=True, check=True).stdout
    for name in files.decode().split("\0"):
        if name and (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT / name, folder / name)
    who = ("-c", "user.name=test", "-c", "user.email=test@localhost")
    bundle = ("bundle", "create", "-q", str(machine.folder / "project.bundle"), "HEAD")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", "all"), bundle):
        subprocess.run(["git", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def hub_command(story: Story) -> tuple[list[str], Path, str]:
    """Command, folder and PATH of the page's service."""
    lines = story.stand_ins.text(SERVICE.read_text(encoding="utf-8")).splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    command = shlex.split(values["ExecStart"])
    return command, Path(values["WorkingDirectory"]), values["Environment"].partition("=")[2]


@contextmanager
def the_page_is_followed(machine: Machine) -> Iterator[Story]:
    """Every box in its order; the hub runs from where the page starts it."""
    ports = free_ports(3)
    story = Story(machine, stand_ins(machine, ports), f"http://127.0.0.1:{ports[0]}")
    a_repository(machine)
    page = boxes(PAGE)
    start = next(i for i, box in enumerate(page) if box.who == "root, with systemd")
    for box in page[:start]:
        story.play(box)
    config = story.place("/srv/hub/jupyterhub_config.py")
    config.write_text(story.stand_ins.text(config.read_text(encoding="utf-8")), encoding="utf-8")
    with running(*hub_command(story), story.address):
        for who in machine.people:
            story.people[who] = Person(story.address, machine.people[who])
        _log_in(story, TEACHER)
        for box in page[start + 1 :]:
            story.play(box)
            _what_the_page_says_in_words(story, box)
        yield story


def _what_the_page_says_in_words(story: Story, box: Box) -> None:
    if "student_page_config.json" in box.text:
        story.people[TEACHER].restart_server()
    if "release_assignment" in box.text:
        for who in STUDENTS_ON_THE_PAGE:
            _log_in(story, who)


def _log_in(story: Story, who: str) -> None:
    story.people[who].log_in(story.machine.passwords[who])
    story.people[who].wait_for_server()
