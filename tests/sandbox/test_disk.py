"""The student's folder: too much in it is noticed, and anything in it can be removed."""

import os
import sys

import pytest

from autograder.sandbox import disk
from autograder.sandbox.disk import complaint_of_folder, empty


def test_an_honest_folder_is_none_too_much(tmp_path):
    for number in range(100):
        (tmp_path / f"folder{number}").mkdir()
        (tmp_path / f"folder{number}" / "file").write_text("x" * 1000)
    assert complaint_of_folder(tmp_path) is None


def test_too_many_files_are_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "MAX_ENTRIES", 10)
    for number in range(5):
        (tmp_path / f"folder{number}").mkdir()
        (tmp_path / f"folder{number}" / "file").write_text("x")
    assert complaint_of_folder(tmp_path) is None
    (tmp_path / "folder0" / "one more").write_text("x")
    assert complaint_of_folder(tmp_path) == disk.TOO_MANY


def test_too_large_files_are_noticed_and_empty_space_in_them_is_not_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "MAX_BYTES", 1 << 20)
    os.truncate(os.open(tmp_path / "sparse", os.O_RDWR | os.O_CREAT), 1 << 30)
    assert complaint_of_folder(tmp_path) is None
    (tmp_path / "full").write_bytes(b"x" * (2 << 20))
    assert complaint_of_folder(tmp_path) == disk.TOO_LARGE


def test_links_are_counted_and_not_followed(tmp_path):
    (tmp_path / "up").symlink_to("/usr")
    (tmp_path / "nowhere").symlink_to("/nowhere")
    (tmp_path / "itself").symlink_to(tmp_path)
    assert complaint_of_folder(tmp_path) is None


def deep(top, depth):
    """Folders in folders, deeper than any path may be long."""
    here = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("n" * 200, dir_fd=here)
        inner = os.open("n" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def test_deep_folders_are_noticed_and_removed(tmp_path):
    deep(tmp_path, sys.getrecursionlimit() + 200)
    assert complaint_of_folder(tmp_path) == disk.TOO_DEEP
    empty(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_everything_is_removed_and_nothing_that_a_link_leads_to(tmp_path, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "file"
    other.write_text("stays")
    (tmp_path / "link").symlink_to(other)
    (tmp_path / "folder").symlink_to(other.parent)
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "link").symlink_to(other.parent)
    (tmp_path / os.fsdecode(b"odd\xff\n")).write_text("x")
    os.mkfifo(tmp_path / "a" / "pipe")
    (tmp_path / "a" / "b").chmod(0)
    (tmp_path / "a").chmod(0)
    empty(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert other.read_text() == "stays"


def test_a_folder_that_cannot_be_emptied_is_an_error(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        empty(tmp_path / "nowhere")
