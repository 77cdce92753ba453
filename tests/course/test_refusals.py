"""What can't be made is refused before anything is written, and nothing is left half."""

import grp
import os
from contextlib import ExitStack

import pytest
from course_sample import CHECKOUT, run

from autograder.course import assigning, origin
from autograder.course.database import check_empty
from autograder.course.errors import CourseError
from autograder.course.making import make_course
from autograder.course.wishes import Wishes


def everything_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_folder_with_files_in_it_is_refused_with_what_was_found(tmp_path):
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "thesis.tex").write_text("years of work")
    done = run("course", tmp_path / "course")
    assert done.exit_code == 1
    assert "found a folder with thesis.tex in it; expected a new or an empty folder" in done.output
    assert everything_below(tmp_path) == ["course", "course/thesis.tex"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "course").write_text("a file")
    assert "found a file; expected a new" in run("course", tmp_path / "course").output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--assignments", "rnn,cnn"], "--assignments: found cnn; expected some of"),
        (["--id", "rnn 2027"], "--id: found 'rnn 2027'; expected letters"),
        (["--due", "soon"], "found no date and time"),
        (["--db", "gradebook.db"], "--db: found no database address"),
        (["--db", "sqlite:///gradebook.db"], "with four slashes"),
        (["--timezone", "Mars/Olympus"], "found 'Mars/Olympus'"),
    ],
)
def test_wrong_words_are_refused_before_anything_is_written(tmp_path, words, message):
    done = run("course", tmp_path / "c", "--from", CHECKOUT, *words)
    assert done.exit_code == 1
    assert message in done.output
    assert everything_below(tmp_path) == []


@pytest.mark.parametrize(
    "words",
    [["--empty", "--from", str(CHECKOUT)], ["--single-user", "--exchange", "/srv/exchange"]],
)
def test_flags_that_contradict_each_other_are_refused(tmp_path, words):
    done = run("course", tmp_path / "c", *words)
    assert done.exit_code == 2
    assert "expected one of them" in done.output


def test_an_empty_course_begins_with_one_example(tmp_path):
    done = run("course", tmp_path / "c", "--empty", "--assignments", "one,two")
    assert done.exit_code == 2
    assert "expected one name" in done.output


def test_another_course_of_the_same_id_in_the_exchange_is_refused(tmp_path):
    (tmp_path / "exchange" / "c" / "inbound").mkdir(parents=True)
    before = everything_below(tmp_path)
    with pytest.raises(CourseError, match="another course of this id"):
        make_course(wishes(tmp_path), lambda _: None)
    assert everything_below(tmp_path) == before


def test_without_a_checkout_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(origin, "PACKAGE_PARENT", tmp_path)
    monkeypatch.chdir(tmp_path)
    done = run("course", tmp_path / "c")
    assert done.exit_code == 1
    assert "the installed package holds no answers" in done.output
    assert "--empty" in done.output


def skip_nbgrader(monkeypatch):
    """`nbgrader generate_assignment` takes four seconds each."""
    monkeypatch.setattr(assigning, "generate", lambda *_, **__: None)


@pytest.fixture
def without_nbgrader(monkeypatch):
    skip_nbgrader(monkeypatch)


@pytest.fixture
def without_gradebook(monkeypatch):
    """Neither assignments nor a gradebook."""
    skip_nbgrader(monkeypatch)
    monkeypatch.setattr(assigning, "fill_gradebook", lambda *_: None)


def wishes(folder, **more):
    return Wishes(
        folder / "course", "c", ("en",), ("rnn",), "UTC", CHECKOUT, folder / "exchange", **more
    )


def test_a_failure_half_way_leaves_nothing_and_says_what_was_done(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise CourseError("nbgrader generate_assignment rnn failed:\n  no space left")

    monkeypatch.setattr(assigning, "generate", fail)
    told = []
    with pytest.raises(CourseError, match="no space left\nDone before that, and taken back: set"):
        make_course(wishes(tmp_path), told.append)
    assert any(step.startswith("assignments of") for step in told)
    assert everything_below(tmp_path) == []


@pytest.mark.usefixtures("without_gradebook")
def test_an_exchange_that_was_made_is_taken_back_with_the_course(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograder.course.making.os.rename", fail)
    with pytest.raises(CourseError, match="No space left"):
        make_course(wishes(tmp_path), lambda _: None)
    assert everything_below(tmp_path) == []


@pytest.mark.usefixtures("without_gradebook")
def test_an_exchange_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "exchange").mkdir(mode=0o700)
    make_course(wishes(tmp_path), lambda _: None)
    assert (tmp_path / "exchange").stat().st_mode & 0o7777 == 0o700


def test_a_real_failure_of_nbgrader_is_told_with_its_last_words(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    with pytest.raises(CourseError, match=r"nbgrader generate_assignment gone failed:\n"):
        assigning.generate(tmp_path, "gone", "en", has_gradebook=True)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("sqlite:////no/such/folder/gradebook.db", "/no/such/folder, where no file can be made"),
        ("postgresql+psycopg2://nobody@/course?host=/no/such/socket", "does not answer"),
        ("oracle://nobody@nowhere/course", "does not answer"),
    ],
)
def test_a_gradebook_that_can_not_be_reached_is_told_before_anything_is_written(
    tmp_path, url, found
):
    told = []
    with pytest.raises(CourseError, match=f"--db: found .*{found}"):
        make_course(wishes(tmp_path, db_url=url), told.append)
    assert told == []
    assert everything_below(tmp_path) == []


@pytest.mark.slow
@pytest.mark.usefixtures("without_nbgrader")
def test_an_outer_gradebook_is_taken_back_with_the_course_and_never_written_over(
    tmp_path, monkeypatch
):
    url = f"sqlite:///{tmp_path}/gradebook.db"

    def fail(*_):
        assert (tmp_path / "gradebook.db").is_file()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("autograder.course.making.os.rename", fail)
        with pytest.raises(CourseError, match="No space left"):
            make_course(wishes(tmp_path, db_url=url), lambda _: None)
    assert everything_below(tmp_path) == []
    make_course(wishes(tmp_path, db_url=url), lambda _: None)
    before = (tmp_path / "gradebook.db").read_bytes()
    (tmp_path / "second").mkdir()
    with pytest.raises(CourseError, match="a database with the tables"):
        make_course(wishes(tmp_path / "second", db_url=url), lambda _: None)
    assert (tmp_path / "gradebook.db").read_bytes() == before


@pytest.mark.slow
@pytest.mark.usefixtures("without_nbgrader")
def test_a_gradebook_in_postgresql_is_made_and_taken_back(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(CHECKOUT / "tests" / "batch")
    from postgres import postgres_server

    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgres_server())
        except RuntimeError as error:
            pytest.skip(f"no PostgreSQL: {error}")
        url = server.new_database()
        with monkeypatch.context() as patched:
            patched.setattr("autograder.course.making.os.rename", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                make_course(wishes(tmp_path, db_url=url), lambda _: None)
        make_course(wishes(tmp_path, db_url=url), lambda _: None)
        with pytest.raises(CourseError, match="a database with the tables"):
            check_empty(url)


@pytest.mark.usefixtures("without_gradebook")
def test_an_unknown_group_is_told(tmp_path):
    with pytest.raises(CourseError, match=r"found 'no-such-group'.*groupadd"):
        make_course(wishes(tmp_path, group="no-such-group"), lambda _: None)
    assert everything_below(tmp_path) == []


@pytest.mark.usefixtures("without_gradebook")
def test_a_group_of_graders_can_write_and_nobody_else_can_read(tmp_path):
    group = grp.getgrgid(os.getgid()).gr_name
    make_course(wishes(tmp_path, group=group), lambda _: None)
    root = tmp_path / "course"
    assert root.stat().st_mode & 0o7777 == 0o2770
    secret = root / "tests" / "hidden" / "course_secret.txt"
    assert secret.stat().st_mode & 0o777 == 0o660
    assert all(path.stat().st_mode & 0o007 == 0 for path in root.rglob("*"))
    assert "groupshared = True" in (root / "nbgrader_config.py").read_text()
