"""Forged answers: whose they are, their headers, errors and calls."""

from forging import Forgery

WHOSE = (
    Forgery(
        "wrong-number",
        "an answer to the next question, its number guessed",
        "answer(4)",
        "answer(4, number=session._number + 1)",
        "not asked",
    ),
    Forgery(
        "earlier-number",
        "an answer with the number of a question that was answered",
        "answer(4, number=session._number)",
        "answer(4, number=earlier)",
        "not asked",
    ),
    Forgery(
        "no-number",
        "an answer that claims to be a greeting",
        "answer(4)",
        "answer(4, number=0)",
        "not asked",
    ),
    Forgery(
        "number-not-a-number",
        "a number that differs from every number, or equals one",
        "answer(4)",
        "answer(4, number=b'NaN')",
        "not asked",
    ),
    Forgery(
        "two-answers",
        "an answer to the next question, sent along with this one's",
        "answer(4)",
        "answer(4) + answer(961)",
        "not asked",
    ),
    Forgery(
        "answer-of-two-parts",
        "the judge's unpacking",
        "answer(4)",
        "frame(many('t', session._number, 'value'))",
        "not asked",
    ),
    Forgery(
        "unknown-kind",
        "an operation that the judge does not offer",
        "answer(4)",
        "answer(4, kind='pickle')",
        "no known form",
    ),
    Forgery(
        "answer-without-parts",
        "the judge's own keys",
        "answer(4)",
        "reply({'d': [['value', 4], ['arguments', None]]})",
        "no known form",
    ),
)
HEADERS = (
    Forgery("magic", "another format", "answer(4)", "answer(4, magic=b'HTTP')", "wrong magic"),
    Forgery(
        "giant-header",
        "the judge's memory: a frame that announces 16 EiB",
        "answer(4)",
        "answer(4, sizes=(2**32 - 1, 2**64 - 1))",
        "above the limit",
    ),
    Forgery(
        "giant-blob",
        "the judge's memory: a byte more than allowed",
        "answer({'b': 1 << 20}, bytes(1 << 20))",
        "answer({'b': (64 << 20) + 1}, b'', sizes=(100, (64 << 20) + 1))",
        "above the limit",
    ),
    Forgery(
        "bytes-left-over",
        "bytes that no value uses",
        "answer({'b': 8}, bytes(8))",
        "answer({'b': 8}, bytes(9))",
        "left over, or missing",
    ),
    Forgery(
        "bytes-missing",
        "the judge's memory, read past a frame's end",
        "answer(array(), bytes(8))",
        "answer(array(), bytes(7))",
        "left over, or missing",
    ),
)
REPORTS = (
    Forgery(
        "error-of-many-lines",
        "the page: an error with a frame more than allowed",
        "error(frames=[(1, 1, 'f', 'x')] * 20)",
        "error(frames=[(1, 1, 'f', 'x')] * 21)",
        "short lists",
    ),
    Forgery(
        "error-of-a-million-lines",
        "the judge's memory, with an error's frames",
        "error(frames=[(1, 1, 'f', 'x')])",
        "error(frames=[b'{}'] * 1_000_000)",
        "too many parts",
    ),
    Forgery(
        "error-with-more",
        "a score, sent along with an error",
        "error()",
        "error(score=12)",
        "an error report has",
    ),
    Forgery(
        "error-not-a-number",
        "an exception that is none",
        "error(number=1)",
        "error(number=float('nan'))",
        "number is an integer",
    ),
    Forgery(
        "error-of-a-line-that-is-none",
        "the finder of lines",
        "error(frames=[(1, 1, 'f', 'x')])",
        "error(frames=[(1, float('inf'), 'f', 'x')])",
        "a frame is cell",
    ),
    Forgery(
        "error-without-text",
        "the printer",
        "error(message='x')",
        "error(message=4)",
        "are texts",
    ),
)
CALLBACKS = (
    Forgery(
        "callback-with-a-list",
        "a function of the judge's, by another door",
        "fetch(callback()) + answer(4)",
        "fetch(callback(args={'l': []})) + answer(4)",
        "in no known form",
    ),
    Forgery(
        "callback-not-a-number",
        "a function at a place that is none",
        "fetch(callback(10**6)) + answer(4)",
        "fetch(callback(float('nan'))) + answer(4)",
        "in no known form",
    ),
    Forgery(
        "callback-of-two-parts",
        "the judge's unpacking",
        "fetch(callback(-1)) + answer(4)",
        "fetch(reply(many('l', 0, {'t': []}), kind='callback')) + answer(4)",
        "not given",
    ),
)
MESSAGES = (*WHOSE, *HEADERS, *REPORTS, *CALLBACKS)
