"""Frames forged by a student: how they are written, and what the judge says to them."""

from __future__ import annotations

from dataclasses import dataclass

from attack import Attack, call

# Finds the object that serves this room, as a student's code can, and writes past it: frames as
# `autograder.sandbox.encoding` makes them. `speak` answers in place of the room, which then stays
# silent. A value is a tree, or a head's text where `json` would not write it.
LINE = r"""
import gc, json, os, struct, time
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")
earlier = session._number
spoken = []
def descriptor():
    for value in vars(session._channel).values():
        if hasattr(value, "fileno"):
            return value.fileno()
def write(data):
    while data:
        data = data[os.write(descriptor(), data):]
def text(tree):
    return tree if type(tree) is bytes else json.dumps(tree, separators=(",", ":")).encode()
def frame(tree, blob=b"", sizes=None, magic=b"RNN1"):
    head = text(tree)
    return struct.pack("<4sIQ", magic, *(sizes or (len(head), len(blob)))) + head + blob
def reply(body, blob=b"", kind="value", number=None, **more):
    number = text(session._number if number is None else number)
    head = b'{"t":[%b,%b,%b]}' % (number, text(kind), text(body))
    return frame(head, blob, **more)
def answer(value, blob=b"", same=b"null", **more):
    body = b'{"d":[["value",%b],["arguments",null],["same",%b]]}' % (text(value), same)
    return reply(body, blob, **more)
def speak(data):
    write(data)
    spoken.append(len(data))
    session._channel.reply = lambda *_: vars(session._channel).pop("reply")
def deaf():
    import signal
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
def many(tag, *parts):
    return {tag: list(parts)}
def nested(depth):
    return b'{"l":[' * depth + b"]}" * depth
def array(code="<f8", shape=(1,), size=8, tag="a"):
    return {tag: [code, list(shape), size]}
def error(name="ValueError", message="", bases=("ValueError", "Exception"), frames=(), **more):
    report = {"name": name, "bases": {"l": list(bases)}, "message": message, **more}
    frames = [each if type(each) is bytes else text({"l": list(each)}) for each in frames]
    parts = text([list(pair) for pair in report.items()])[1:-1]
    return reply(b'{"d":[%b,["frames",{"l":[%b]}]]}' % (parts, b",".join(frames)), kind="error")
def callback(function=0, args={"t": []}, kwargs={"d": []}):
    return reply(many("l", function, args, kwargs), kind="callback")
def fetch(question):
    write(question)
    session._receive()
    return b""
"""


@dataclass(frozen=True)
class Forgery:
    """What is written in place of the room's answer: `flawed`, an expression of bytes.

    `flawless` is the same without the flaw, and the judge takes it. `says` is a regular expression
    for why the judge refuses the flawed one.
    """

    name: str
    steals: str
    flawless: str
    flawed: str
    says: str

    def attack(self) -> Attack:
        return Attack(self.name, self.steals, self.says, call(f"speak({self.flawed})", before=LINE))
