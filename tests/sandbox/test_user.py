"""Where the grader is root, student code is somebody else."""

import os
import pwd

import pytest

from autograder.sandbox import paths, user
from autograder.sandbox.user import become, owner_of_new_files, students_user

needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")


@needs_root
def test_root_gets_a_user_that_nobody_has_and_another_one_each_time():
    chosen = {students_user() for _ in range(8)}
    assert len(chosen) == 8
    assert chosen.isdisjoint({entry.pw_uid for entry in pwd.getpwall()})


def test_somebody_else_stays_who_they_are(monkeypatch):
    monkeypatch.setattr(user.os, "getuid", lambda: 1234)
    assert students_user() == 1234
    become(1234, reading=True)  # does nothing


def test_a_machine_on_which_all_users_are_taken_is_refused(monkeypatch):
    monkeypatch.setattr(user.os, "getuid", lambda: 0)
    monkeypatch.setattr(user.pwd, "getpwuid", lambda _: "somebody")
    with pytest.raises(OSError, match="expected one from"):
        students_user()


@needs_root
def test_new_files_belong_to_the_student_and_nothing_else_changes(tmp_path):
    tmp_path.chmod(0o700)
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0)
    with owner_of_new_files(61_000):
        (tmp_path / "file").write_text("x")
        assert secret.read_text() == "x"  # still root's right
    (tmp_path / "after").write_text("x")
    assert (tmp_path / "file").stat().st_uid == 61_000
    assert (tmp_path / "after").stat().st_uid == 0


@needs_root
def test_becoming_somebody_else_is_for_good():
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        become(61_000)
        try:
            os.setuid(0)
        except PermissionError:
            os.write(writing, b"refused")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 100) == b"refused"
    os.close(reading)
    os.close(writing)


def test_a_checkout_is_taken_off_the_path():
    found = paths.without_checkout(["", str(paths.PACKAGE_PARENT), "relative", "/usr/lib/python3"])
    assert found == ["/usr/lib/python3"]


def test_a_path_within_another_is_not_mounted_twice(tmp_path):
    inner = tmp_path / "a" / "b"
    assert list(paths.outermost([inner, tmp_path / "a", inner])) == [tmp_path / "a"]
