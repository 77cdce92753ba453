"""A limit on computing time ends what never ends, and leaves a limit around it alone."""

import signal
import threading
import time

import pytest

from autograder.judge.clock import TimeUpError, at_most
from autograder.judge.errors import JudgeTimeoutError
from autograder.judge.walltime import wall_limit


def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_what_never_ends_is_ended():
    with pytest.raises(TimeUpError), at_most(0.05):
        compute(60)


def test_waiting_costs_nothing():
    with at_most(0.05):
        time.sleep(0.2)


def inner_limit(seconds, work):
    with at_most(seconds):
        compute(work)


def test_the_limit_around_it_goes_on():
    def work():
        inner_limit(10, 0.1)
        compute(60)

    with pytest.raises(TimeUpError, match=r"0\.3 s"), at_most(0.3):
        work()


def test_a_limit_around_it_that_has_run_out_meanwhile_rings_at_once():
    def work():
        with pytest.raises(TimeUpError, match=r"0\.2 s"):
            inner_limit(0.2, 60)
        compute(60)

    with pytest.raises(TimeUpError, match=r"0\.05 s"), at_most(0.05):
        work()


def test_the_limit_of_a_test_cell_survives():
    def work():
        inner_limit(10, 0.05)
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 0
        time.sleep(60)

    with pytest.raises(JudgeTimeoutError), wall_limit(0.5):
        work()


def test_afterwards_there_is_no_limit():
    before = signal.getsignal(signal.SIGPROF)
    with at_most(5):
        pass
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) is before


def test_in_another_thread_there_is_none():
    done = []

    def work():
        with at_most(0.01):
            compute(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
