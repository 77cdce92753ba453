"""What a student leaves in the exchange never brings out what only the instructor may read."""

import os
import stat
from pathlib import Path

import pytest
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from autograder.nbgrader.collect import CarefulCollect, SafeCopy
from autograder.nbgrader.config import use_two_rooms

MOST = 100_000


@pytest.fixture
def secret(tmp_path) -> Path:
    """A folder of the instructor's."""
    folder = tmp_path / "private"
    folder.mkdir()
    (folder / "rnn.ipynb").write_text("the solution")
    (folder / "course_secret.txt").write_text("the secret")
    return folder


@pytest.fixture
def hand_in(tmp_path) -> Path:
    """A folder of a student's."""
    folder = tmp_path / "hand-in"
    (folder / "data" / "more").mkdir(parents=True)
    (folder / "rnn.ipynb").write_text("work")
    (folder / "data" / "more" / "x.txt").write_text("x")
    return folder


def copy_of(folder: Path, most: int = MOST) -> SafeCopy:
    safe = SafeCopy(folder.with_name("copy"), most)
    safe.copy(str(folder))
    return safe


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text() for path in found}


def test_ordinary_files_are_copied_with_their_times(hand_in):
    os.utime(hand_in / "rnn.ipynb", (1, 1))
    safe = copy_of(hand_in)
    assert files(safe.folder) == {"rnn.ipynb": "work", "data/more/x.txt": "x"}
    assert (safe.folder / "rnn.ipynb").stat().st_mtime == 1
    assert safe.left_out == []


def test_links_to_files_and_folders_are_left_out_and_named(hand_in, secret):
    (hand_in / "rnn.ipynb").unlink()
    (hand_in / "rnn.ipynb").symlink_to(secret / "rnn.ipynb")
    (hand_in / "data" / "tests").symlink_to(secret)
    (hand_in / "gone").symlink_to("/nowhere")
    safe = copy_of(hand_in)
    assert files(safe.folder) == {"data/more/x.txt": "x"}
    assert sorted(safe.left_out) == ["data/tests", "gone", "rnn.ipynb"]


def test_a_link_in_the_place_of_the_whole_folder_brings_nothing(tmp_path, secret):
    (tmp_path / "hand-in").symlink_to(secret)
    assert files(copy_of(tmp_path / "hand-in").folder) == {}


def test_a_file_that_becomes_a_link_while_it_is_copied_brings_nothing(hand_in, secret, monkeypatch):
    """The folder's names are read, and then the student is quicker."""
    walked = os.fwalk

    def quick(*args, **named):
        for here in walked(*args, **named):
            if "rnn.ipynb" in here[2]:
                (hand_in / "rnn.ipynb").unlink()
                (hand_in / "rnn.ipynb").symlink_to(secret / "rnn.ipynb")
            if "more" in here[1]:
                (hand_in / "data").rename(hand_in / "old")
                (hand_in / "data").symlink_to(secret)
            yield here

    monkeypatch.setattr(os, "fwalk", quick)
    safe = copy_of(hand_in)
    assert files(safe.folder) == {"data/more/x.txt": "x"}
    assert safe.left_out == ["rnn.ipynb"]


def test_a_pipe_does_not_block(hand_in):
    os.mkfifo(hand_in / "pipe")
    assert copy_of(hand_in).left_out == ["pipe"]


def test_a_copy_runs_with_no_rights_of_another_account(hand_in):
    (hand_in / "data" / "more" / "x.txt").chmod(0o6755)
    mode = (copy_of(hand_in).folder / "data" / "more" / "x.txt").stat().st_mode
    assert stat.S_IMODE(mode) == 0o755


def test_a_hand_in_without_end_is_not_copied(hand_in):
    with (hand_in / "huge").open("wb") as file:
        file.truncate(10 * MOST)
    with pytest.raises(RuntimeError, match="too large"):
        copy_of(hand_in)


def test_the_two_rooms_collect_with_care_but_leave_another_exchange_alone():
    config = Config()
    use_two_rooms(config)
    assert ExchangeFactory(config=config).collect is CarefulCollect
    config.ExchangeFactory.collect = "a.hub.of.its.own"
    use_two_rooms(config)
    assert config.ExchangeFactory.collect == "a.hub.of.its.own"


WHEN = "2026-01-01 10:00:00 UTC"


def test_bad_hand_ins_are_told_and_the_others_are_collected(course, secret):
    inbound = course.root / "exchange" / "course" / "inbound"
    for name in ("ada", "bo", "cai"):
        folder = inbound / f"{name}+rnn+{WHEN}+1"
        folder.mkdir(parents=True)
        (folder / "rnn.ipynb").write_text(name)
        (folder / "timestamp.txt").write_text(WHEN)
    (inbound / f"bo+rnn+{WHEN}+1" / "rnn.ipynb").unlink()
    (inbound / f"bo+rnn+{WHEN}+1" / "rnn.ipynb").symlink_to(secret / "rnn.ipynb")
    with (inbound / f"cai+rnn+{WHEN}+1" / "huge").open("wb") as file:
        file.truncate(10 * MOST)
    (inbound / f"dan+rnn+{WHEN}+1").symlink_to(secret)
    (inbound / f"eve+rnn+{WHEN}+1").symlink_to("/nowhere")
    # A link that is newer does not hide what was handed in before.
    (inbound / f"ada+rnn+{WHEN.replace('10:', '11:')}+1").symlink_to(secret)
    (course.root / "exchange").chmod(0o777)
    options = ("Exchange.root=exchange", "CourseDirectory.max_dir_size=100")
    flags = (*(f"--{option}" for option in options), "--ExchangeCollect.check_owner=False")
    run = course.run("collect", "rnn", "--course", "course", *flags)
    assert run.code == 0, run.text
    assert files(course.root / "submitted") == {
        "ada/rnn/rnn.ipynb": "ada",
        "ada/rnn/timestamp.txt": WHEN,
        "bo/rnn/timestamp.txt": WHEN,
    }
    assert run.lines("bo+rnn", "'rnn.ipynb'", "left out")
    assert run.lines("cai+rnn", "can't be copied (too large)")
    assert run.lines("dan+rnn", "expected a folder")
    assert run.lines("eve+rnn", "expected a folder")
