"""The warm process practises before the first room is forked."""

import signal

from autograder.sandbox.alarm import TimeLimit
from autograder.sandbox.practice import practise
from autograder.sandbox.session import Session


def test_practice_asks_and_leaves_nothing_behind(monkeypatch):
    served = []
    usual = Session._answer
    monkeypatch.setattr(
        Session, "_answer", lambda self, request: served.append(usual(self, request))
    )
    before = signal.getsignal(signal.SIGALRM)
    practise()
    assert len(served) >= 50
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert TimeLimit._running is None


def test_practice_serves_its_calls_without_an_error(monkeypatch):
    told = []
    monkeypatch.setattr(
        "autograder.sandbox.channel.Channel.reply",
        lambda _self, _number, operation, *_: told.append(operation),
    )
    practise()
    assert set(told) == {"value", "callback"}
