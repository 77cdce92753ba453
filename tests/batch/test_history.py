"""The history of gradings: only added to, small, and no danger to a result when it fails."""

import base64
import json
import random
import sqlite3
import threading
from dataclasses import replace

import pytest

from autograder.batch.history import (
    MOST_NOTEBOOKS,
    Grading,
    History,
    HistoryError,
    OldNotebook,
    Versions,
    digest_of,
)
from autograder.batch.ledger import Entry, Ledger
from autograder.batch.packing import packed, unpacked
from autograder.batch.recorder import Recorder

SCORES = {"rnn/test_softmax": 4.0, "rnn/essay": None}
FIRST = Grading(
    "ada", "2026-11-02T10:00:00+00:00", "k1", Versions("t1", "", "kit", "numpy 2"), scores=SCORES
)
SECOND = replace(FIRST, written="2026-11-03T10:00:00+00:00", key="k2", versions=Versions("t2"))
SIZE_OF_A_GRADING = 2_000


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.db"


@pytest.fixture
def history(path):
    opened = History(path)
    yield opened
    opened.close()


def test_gradings_are_kept_in_order_and_none_is_replaced(history):
    history.add("rnn", [FIRST])
    history.add("rnn", [SECOND])
    history.add("rnn", [replace(FIRST, written="later")])  # the tests were changed back
    assert [each.key for each in history.of("rnn", "ada")] == ["k1", "k2", "k1"]
    assert history.latest("rnn")["ada"].written == "later"
    assert history.students("rnn") == ["ada"]
    assert history.of("gru", "ada") == []


def test_what_is_written_again_unchanged_adds_nothing(history):
    history.add("rnn", [FIRST])
    history.add("rnn", [replace(FIRST, written="later", seconds=3.0, from_cache=True)])
    assert history.of("rnn", "ada") == [FIRST]


@pytest.mark.parametrize(
    "change",
    [
        {"key": "k2"},
        {"scores": {"rnn/test_softmax": 3.5}},
        {"tier": "C"},
        {"problem": "no notebook"},
        {"notebooks": {"rnn": "another"}},
    ],
)
def test_what_differs_in_anything_is_another_grading(history, change):
    history.add("rnn", [FIRST, replace(FIRST, **change)])
    assert len(history.of("rnn", "ada")) == 2


def test_a_replaced_notebook_comes_back_as_it_was(history):
    content = json.dumps({"cells": ["雨"] * 1000}).encode()
    history.add("rnn", [FIRST], [OldNotebook("ada", "rnn", content)])
    assert history.notebook("rnn", "ada", "rnn", digest_of(content)) == content
    assert history.notebook("rnn", "bo", "rnn", digest_of(content)) is None


def pictured(number, *pictures):
    """A notebook's JSON with long strings of base64 in it."""
    outputs = [{"image/png": picture} for picture in pictures]
    return json.dumps({"cells": outputs, "number": number}).encode()


def picture(seed):
    return base64.b64encode(random.Random(seed).randbytes(30_000)).decode() + "\n"


def test_pictures_are_kept_once_and_go_with_the_last_notebook_that_shows_them(history, path):
    contents = [pictured(n, picture("shared"), picture(n)) for n in range(MOST_NOTEBOOKS + 2)]
    for content in contents:
        history.add("rnn", [], [OldNotebook("ada", "rnn", content)])
    found = [history.notebook("rnn", "ada", "rnn", digest_of(content)) for content in contents]
    assert found == [None] * 2 + contents[2:]
    with sqlite3.connect(path) as db:
        ((number,),) = db.execute("SELECT COUNT(*) FROM pictures")
    db.close()
    assert number == MOST_NOTEBOOKS + 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        pictured(1, picture(1), picture(1)),
        pictured(2, "AAAA" * 600 + "=="),
        b'"\0' + b"a" * 64,
    ],
    ids=["empty", "no notebook", "twice the same", "padded", "a place of its own"],
)
def test_whatever_is_packed_comes_back_byte_for_byte(content):
    assert unpacked(packed(content)) == content


def test_of_old_notebooks_only_the_newest_few_are_kept(history):
    contents = [bytes(f"notebook {number}", "ascii") for number in range(MOST_NOTEBOOKS + 3)]
    for content in contents:
        history.add("rnn", [], [OldNotebook("ada", "rnn", content)])
    found = [history.notebook("rnn", "ada", "rnn", digest_of(content)) for content in contents]
    assert found == [None] * 3 + contents[3:]


def test_a_class_of_a_thousand_that_is_graded_three_times_stays_small(history, path):
    class_ = [replace(FIRST, student=f"s{number}") for number in range(1000)]
    for key in ("k1", "k2", "k3"):
        history.add("rnn", [replace(each, key=key) for each in class_])
        history.add("rnn", [replace(each, key=key) for each in class_])
    assert path.stat().st_size < 3 * 1000 * SIZE_OF_A_GRADING
    assert len(history.latest("rnn")) == 1000


def test_all_of_a_batch_is_kept_or_nothing(history):
    bad = replace(SECOND, scores={"rnn/test_softmax": object()})
    with pytest.raises(HistoryError):
        history.add("rnn", [FIRST, bad])
    assert history.of("rnn", "ada") == []


def test_records_of_older_and_newer_kits_can_be_read(history, path):
    record = {"student": "ada", "written": "2026", "key": "k", "versions": {"tests": "t"}}
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO gradings (assignment, student, written, record) VALUES (?, ?, ?, ?)",
            ("rnn", "ada", "2026", json.dumps({**record, "of tomorrow": 1})),
        )
    db.close()
    (found,) = history.of("rnn", "ada")
    assert found == Grading("ada", "2026", "k", Versions("t"))
    assert found.is_of({"rnn": "any"})  # it does not tell


def test_two_writers_at_once_lose_nothing(path):
    def write(student):
        own = History(path)
        for number in range(20):
            own.add("rnn", [replace(FIRST, student=student, key=str(number))])
        own.close()

    History(path).close()
    threads = [threading.Thread(target=write, args=(name,)) for name in ("ada", "bo", "chen")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened = History(path, read_only=True)
    assert [len(opened.of("rnn", name)) for name in ("ada", "bo", "chen")] == [20, 20, 20]
    opened.close()


def test_a_reader_changes_and_makes_nothing(path):
    History(path).close()
    reader = History(path, read_only=True)
    with pytest.raises(HistoryError, match="readonly"):
        reader.add("rnn", [FIRST])
    reader.close()
    with pytest.raises(HistoryError, match=r"other\.db"):
        History(path.with_name("other.db"), read_only=True).latest("rnn")
    assert not path.with_name("other.db").exists()


@pytest.mark.parametrize(
    "content", [b"no database at all" * 50, b"SQLite format 3\0" + b"\1" * 5000]
)
def test_a_damaged_file_is_named_with_what_to_do(path, content):
    path.write_bytes(content)
    with pytest.raises(HistoryError, match=r"history\.db: found .*expected .*move it away"):
        History(path)


def test_a_locked_history_keeps_what_waits_and_takes_it_at_the_end(path, monkeypatch):
    monkeypatch.setattr("autograder.batch.history.BUSY_SECONDS", 0.05)
    History(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    recorder = Recorder(path, "rnn")
    recorder.add([FIRST])
    recorder.keep([OldNotebook("ada", "rnn", b"old")], [])
    recorder.add([SECOND])
    assert "database is locked" in recorder.problem
    assert recorder.unrecorded() == ["ada"]
    with pytest.raises(HistoryError, match="locked"):
        recorder.check()
    other.close()
    recorder.close()
    assert (recorder.problem, recorder.unrecorded()) == ("", [])
    opened = History(path, read_only=True)
    assert opened.of("rnn", "ada") == [FIRST, SECOND]
    assert opened.notebook("rnn", "ada", "rnn", digest_of(b"old")) == b"old"
    opened.close()


def test_a_history_that_stays_broken_raises_nothing_and_names_who_is_missing(tmp_path):
    (tmp_path / "history.db").mkdir()
    recorder = Recorder(tmp_path / "history.db", "rnn")
    recorder.add([FIRST])
    assert recorder.latest() == {}
    assert recorder.newest("ada") is None
    recorder.close()
    assert recorder.unrecorded() == ["ada"]
    assert "history.db" in recorder.problem


def test_a_ledger_of_an_older_kit_goes_on(tmp_path):
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as db:
        db.execute(
            "CREATE TABLE written (assignment TEXT, student TEXT, key TEXT, tier TEXT, "
            "environment TEXT, written TEXT, PRIMARY KEY (assignment, student))"
        )
        db.execute("INSERT INTO written VALUES ('rnn', 'ada', 'k', 'A', 'numpy', '2026')")
    db.close()
    ledger = Ledger(path)
    ledger.add("rnn", [Entry("bo", "k", "A", "numpy", "2026", "sent")])
    assert {name: entry.hand_in for name, entry in ledger.entries("rnn").items()} == {
        "ada": "",
        "bo": "sent",
    }
    ledger.close()
