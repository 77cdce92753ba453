"""Where exports are written: whole or not at all, and nothing else is harmed."""

import os
import resource
import stat
import subprocess
import sys

import click
import pytest
from graded_course import make_course

from autograder.cli.place import Place, check_folder


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_that_cannot_be_finished_is_not_begun(tmp_path):
    place = tmp_path / "file"
    place.write_text("old")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4, usual[1]))
    try:
        with pytest.raises(click.ClickException, match="file: found File too large; expected a p"):
            Place(place, force=True).write(b"new and long")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert names(tmp_path) == ["file"]
    assert place.read_text() == "old"


def test_a_file_that_is_replaced_keeps_its_rights(tmp_path):
    place = tmp_path / "file"
    place.write_text("old")
    place.chmod(0o640)
    Place(place, force=True).write(b"new")
    assert (place.read_text(), rights(place)) == ("new", 0o640)


def test_a_private_file_is_for_its_owner_even_if_the_old_one_was_not(tmp_path):
    place = tmp_path / "file"
    place.write_text("old")
    place.chmod(0o644)
    Place(place, force=True, private=True).write(b"new")
    assert (place.read_text(), rights(place)) == ("new", 0o600)


def test_a_link_is_followed_and_stays(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    link.symlink_to(real)
    with pytest.raises(click.ClickException, match="link: found a file; expected none"):
        Place(link).write(b"new")
    Place(link, force=True).write(b"new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        Place(pipe, force=True).write(b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names(tmp_path) == ["pipe"]


def test_a_name_as_long_as_may_be_is_written(tmp_path):
    place = tmp_path / ("x" * 255)
    Place(place).write(b"new")
    assert names(tmp_path) == [place.name]


def test_a_folder_with_files_is_refused_unless_it_is_said(tmp_path):
    check_folder(tmp_path / "none", force=False)
    check_folder(tmp_path, force=False)
    (tmp_path / "file").touch()
    with pytest.raises(click.ClickException, match="found a folder with files; expected a new or"):
        check_folder(tmp_path, force=False)
    check_folder(tmp_path, force=True)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("place") / "course")


def started(course, output):
    words = [sys.executable, "-m", "autograder", "export", "jsonl", "rnn", "--course", str(course)]
    return subprocess.run(words, stdout=output, stderr=subprocess.PIPE, text=True, check=False)


def test_a_reader_that_has_seen_enough_is_no_error(course):
    """As with `autograder export … | head`."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = started(course, closed)
    assert done.stderr == ""
    assert done.returncode == 1


def test_a_full_disk_behind_standard_output_is_an_error_in_one_line(course):
    with open("/dev/full", "wb") as full:
        done = started(course, full)
    assert done.returncode == 1
    assert done.stderr == (
        "Error: standard output: found No space left on device; expected a place that can be "
        "written. Name another one with --out\n"
    )
