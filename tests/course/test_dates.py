"""Deadlines: what instructors write, and what the gradebook gets."""

from datetime import datetime

import pytest

from autograder.course.dates import due_dates, shown, zone, zone_of_this_machine
from autograder.course.errors import CourseError

THREE = ("rnn", "gru", "lstm")


def test_a_date_for_all_is_in_the_courses_time_zone():
    found = due_dates(["2027-01-15 23:59"], THREE, "Asia/Shanghai")
    assert found == dict.fromkeys(THREE, datetime(2027, 1, 15, 15, 59))


def test_a_date_for_one_goes_before_that_for_all_wherever_it_stands():
    words = ["gru=2027-02-01 12:00", "2027-01-15 23:59"]
    found = due_dates(words, THREE, "UTC")
    assert found["gru"] == datetime(2027, 2, 1, 12)
    assert found["lstm"] == datetime(2027, 1, 15, 23, 59)


def test_a_date_for_one_leaves_the_others_without():
    assert set(due_dates(["rnn=2027-01-15"], THREE, "UTC")) == {"rnn"}


def test_a_day_alone_ends_a_minute_before_midnight():
    assert due_dates(["2027-01-15"], ["rnn"], "UTC")["rnn"] == datetime(2027, 1, 15, 23, 59)


@pytest.mark.parametrize("text", ["15.1.2027", "2027-02-30", "tomorrow", "", "2027-01-15 25:00"])
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(CourseError, match=r"no date and time; expected one such as '2027-01-15"):
        due_dates([text], THREE, "UTC")


def test_a_deadline_of_an_unknown_assignment_is_refused():
    with pytest.raises(CourseError, match="found the assignment 'rnm'; expected one of rnn"):
        due_dates(["rnm=2027-01-15"], THREE, "UTC")


def test_a_time_that_the_clocks_leave_out_is_refused():
    with pytest.raises(CourseError, match="a time that Europe/Berlin leaves out"):
        due_dates(["2027-03-28 02:30"], THREE, "Europe/Berlin")
    assert due_dates(["2027-03-28 03:30"], ["rnn"], "Europe/Berlin")["rnn"].hour == 1


def test_summer_time_is_counted():
    found = due_dates(["2027-07-15 23:59"], ["rnn"], "Europe/Berlin")
    assert found["rnn"] == datetime(2027, 7, 15, 21, 59)


@pytest.mark.parametrize("name", ["Asia/Peking", "CST+8", "", "../etc/passwd"])
def test_an_unknown_time_zone_is_refused(name):
    with pytest.raises(CourseError, match="expected a name such as Asia/Shanghai"):
        zone(name)


def test_what_is_shown_is_what_was_written():
    moment = due_dates(["2027-01-15 23:59"], ["rnn"], "Asia/Shanghai")["rnn"]
    assert shown(moment, "Asia/Shanghai") == "2027-01-15 23:59 Asia/Shanghai"


def test_the_machines_zone_is_that_of_the_environment_then_of_the_link(tmp_path, monkeypatch):
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert zone_of_this_machine(link) == "Asia/Shanghai"
    monkeypatch.delenv("TZ")
    assert zone_of_this_machine(link) == "Europe/Berlin"
    assert zone_of_this_machine(tmp_path / "nothing") == "UTC"
