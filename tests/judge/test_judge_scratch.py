"""Files go into the student's folder and come back, and nothing else does."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.sandbox import files


@contextmanager
def scratch_copy(folder):
    """A copy of the submission's files, as a room gets them; on leaving they are copied out."""
    with tempfile.TemporaryDirectory() as name:
        there = Path(name).resolve()
        copied = files.copy_in(folder, there)
        yield there
        files.copy_out(there, folder, copied)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "submission"
    (made / "data").mkdir(parents=True)
    (made / "data" / "x.csv").write_text("1,2")
    (made / "rnn.ipynb").write_text("{}")
    (made / ".hidden").mkdir()
    (made / ".hidden" / "secret").write_text("s")
    return made


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_data_files_go_in_and_notebooks_stay_behind(folder):
    with scratch_copy(folder) as there:
        assert names(there) == ["data/x.csv"]
        assert (there / "data" / "x.csv").read_text() == "1,2"


def test_new_and_changed_files_come_out(folder):
    with scratch_copy(folder) as there:
        (there / "plots").mkdir()
        (there / "plots" / "a.png").write_bytes(b"png")
        (there / "data" / "x.csv").write_text("changed")
    assert (folder / "plots" / "a.png").read_bytes() == b"png"
    assert (folder / "data" / "x.csv").read_text() == "changed"


def test_no_notebook_and_no_hidden_folder_comes_out(folder):
    with scratch_copy(folder) as there:
        (there / "rnn.ipynb").write_text("forged")
        (there / ".git").mkdir()
        (there / ".git" / "config").write_text("x")
    assert (folder / "rnn.ipynb").read_text() == "{}"
    assert not (folder / ".git").exists()


def test_a_link_is_not_followed_in_or_out(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("answer")
    (folder / "link_in").symlink_to(secret)
    with scratch_copy(folder) as there:
        assert names(there) == ["data/x.csv"]
        (there / "link_out").symlink_to(secret)
        (there / "folder_out").symlink_to(tmp_path)
    assert not (folder / "link_out").exists()
    assert not (folder / "folder_out").exists()


def test_a_link_in_the_submission_leads_nothing_out(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    victim = elsewhere / "file"
    victim.write_text("old")
    (folder / "sub").symlink_to(elsewhere)
    (folder / "file").symlink_to(victim)
    with scratch_copy(folder) as there:
        (there / "sub" / "deep").mkdir(parents=True)
        (there / "sub" / "file").write_text("new")
        (there / "sub" / "deep" / "file").write_text("new")
        (there / "file").write_text("new")
    assert names(elsewhere) == ["file"]
    assert victim.read_text() == "old"


def test_pipes_and_odd_names_do_no_harm(folder):
    with scratch_copy(folder) as there:
        os.mkfifo(there / "pipe")
        (there / os.fsdecode(b"odd\xff\n")).write_text("x")
        (there / "data" / "x.csv").unlink()
        (there / "data").rmdir()
        (there / "data").write_text("a file where a folder was")
        (there / "last").write_text("x")
    assert not (folder / "pipe").exists()
    assert (folder / "last").exists()


def test_what_cannot_be_read_is_left_out(folder, monkeypatch):
    copy = files._copy_regular

    def refuse(source, target):
        if source.name == "locked":
            raise PermissionError
        copy(source, target)

    monkeypatch.setattr(files, "_copy_regular", refuse)
    with scratch_copy(folder) as there:
        (there / "locked").write_text("x")
        (there / "open").write_text("x")
    assert (folder / "open").exists()
    assert not (folder / "locked").exists()


def test_there_is_an_end_to_number_and_size(folder, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 3)
    with scratch_copy(folder) as there:
        for number in range(6):
            (there / f"f{number}").write_text("x")
    assert len(names(folder)) == 3 + 3
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with scratch_copy(folder) as there:
        (there / "large").write_text("x" * 11)
    assert not (folder / "large").exists()
