"""What a student's notebook imports: checks, and their results in plain words. No answers.

In a notebook:

    from autograder.checks import check, hint

    with check("softmax"):
        p = softmax(z)
        check.shape("softmax(z)", p, m=3, N=2)
"""

from autograder.checks.catalogue import text
from autograder.checks.display import publish, show
from autograder.checks.errors import CheckFailed, Message, StudentFrame, literal, printable
from autograder.checks.frames import failure_of
from autograder.checks.hints import hint
from autograder.checks.notebook import check
from autograder.checks.record import (
    RECORD,
    VERDICT,
    as_record,
    as_verdict_record,
    from_record,
    from_verdict_record,
)
from autograder.checks.render import as_html, as_text, display_width
from autograder.checks.result import Outcome, Result, Status, Verdict

__all__ = [
    "RECORD",
    "VERDICT",
    "CheckFailed",
    "Message",
    "Outcome",
    "Result",
    "Status",
    "StudentFrame",
    "Verdict",
    "as_html",
    "as_record",
    "as_text",
    "as_verdict_record",
    "check",
    "display_width",
    "failure_of",
    "from_record",
    "from_verdict_record",
    "hint",
    "literal",
    "printable",
    "publish",
    "show",
    "text",
]
