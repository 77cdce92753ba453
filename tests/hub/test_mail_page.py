"""docs/mail.md: its boxes are run, with files as students send them."""

import csv
import re
import zipfile
from pathlib import Path

import nbformat
import pytest
from classroom import PROJECT
from hub_page import DOCS, boxes
from terminal import Terminal

from autograder.build.handin import hand_in, solution_cells

PAGE = DOCS / "mail.md"


class Desk:
    """The folder that the page starts in, and everything that was said there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "own").mkdir()
        own = {name: str(folder / "own") for name in ("HOME", "JUPYTER_CONFIG_DIR")}
        self.terminal = Terminal(folder, own)

    @property
    def said(self) -> str:
        return "".join(self.terminal.said.values())

    def type(self, commands: str) -> None:
        """In a terminal that stays where the last command went."""
        for line in commands.splitlines():
            done = self.terminal.type(line)
            assert done.code == 0, f"$ {line}\n{done.text[-3000:]}"

    def mail_comes(self) -> None:
        """Ada's is right, bo's came in a zip file, cai answered the first exercise."""
        course = self.folder / "rnn"
        release = nbformat.read(course / "assignments/en/rnn/rnn.ipynb", as_version=4)
        answers = solution_cells(nbformat.read(course / "source/en/rnn/rnn.ipynb", as_version=4))
        archive, mail = course / "downloaded/rnn/archive", self.folder / "mail"
        mail.mkdir()
        nbformat.write(hand_in(release, answers), archive / "ada_rnn.ipynb")
        first = {"softmax": answers["softmax"]}
        nbformat.write(hand_in(release, first), mail / "cai.ipynb")
        with zipfile.ZipFile(archive / "week1.zip", "w") as packed:
            packed.writestr("bo_rnn.ipynb", nbformat.writes(hand_in(release, {})))


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """After everything on the page."""
    desk = Desk(tmp_path_factory.mktemp("mail"))
    (desk.folder / "kit").symlink_to(PROJECT)
    for box in boxes(PAGE):
        if box.path:
            (desk.folder / box.path).write_text(box.text, encoding="utf-8")
        elif box.who == "teacher":
            if "zip_collect" in box.text and "--force" not in box.text:
                desk.mail_comes()
            desk.type(box.text)
    return desk


@pytest.mark.slow
def test_everybodys_file_is_graded_however_it_came(desk):
    assert "graded 3" in desk.said
    with (desk.folder / "rnn/grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["student_id"]: float(row["score"]) for row in rows} == {
        "ada": 100,
        "bo": 0,
        "cai": 4,
    }


@pytest.mark.slow
def test_the_doctor_has_nothing_to_complain_of(desk):
    assert "errors 0" in desk.said


@pytest.mark.slow
@pytest.mark.parametrize("student", ["ada", "bo", "cai"])
def test_each_student_has_one_page_to_be_sent_back_that_loads_mathjax_at_most(desk, student):
    pages = list((desk.folder / "rnn/feedback" / student).rglob("*.*"))
    assert [page.name for page in pages] == ["rnn.html"]
    text = pages[0].read_text(encoding="utf-8")
    loaded = re.findall(
        r"""<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=["'](http[^"']*)""", text
    )
    assert [address for address in loaded if "/mathjax/" not in address] == []


@pytest.mark.slow
def test_there_is_a_report(desk):
    assert (desk.folder / "rnn/reports/rnn.html").stat().st_size > 10_000


@pytest.mark.slow
def test_the_course_is_closed_to_others_and_has_a_secret(desk):
    assert (desk.folder / "rnn").stat().st_mode & 0o077 == 0
    assert (desk.folder / "rnn/tests/hidden/course_secret.txt").is_file()
