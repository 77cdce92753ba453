"""What `autograder course` says: what was chosen, and the commands from here to feedback."""

from __future__ import annotations

from autograder.course.dates import shown
from autograder.course.wishes import Wishes, without_password

Steps = tuple[tuple[str, str], ...]


def chosen(wishes: Wishes) -> list[str]:
    """What was decided, by whomever."""
    due = [f"{name} {shown(when, wishes.timezone)}" for name, when in wishes.due.items()]
    rows = (
        ("course", wishes.course_id),
        ("language", " and ".join(wishes.languages)),
        ("assignments", ", ".join(wishes.assignments) or "none: yours"),
        ("from", str(wishes.origin or "no checkout")),
        ("exchange", str(wishes.exchange or "none: files by mail")),
        ("gradebook", without_password(wishes.db_url) or f"{wishes.folder}/gradebook.db"),
        ("deadlines", "; ".join(due) or "none"),
        ("time zone", wishes.timezone),
        ("students", str(len(wishes.students)) if wishes.students else "none yet"),
        ("secret", "its own" if wishes.has_secret else "none: hidden inputs as everywhere"),
        ("graders", f"group {wishes.group}" if wishes.group else "this account"),
    )
    return [f"{name:12} {value}" for name, value in rows]


def next_steps(wishes: Wishes) -> list[str]:
    """The commands from here to the returned feedback."""
    if not wishes.assignments:
        return [
            "next: put notebooks into source/<language>/<assignment>/ and hidden tests into "
            "tests/hidden/ (docs/new-exercises.md)"
        ]
    name = wishes.assignments[0]
    hand_out, collect, hand_back = _ways(wishes, name)
    steps = (
        (f"cd {wishes.folder}", ""),
        ("autograder doctor --course", "is everything there?"),
        *hand_out,
        *collect,
        (f"autograder grade {name}", ""),
        (f"autograder feedback {name}", ""),
        *hand_back,
        (f"autograder report {name}", "what went well, what did not, whom to call"),
    )
    lines = [f"  {command:36} {remark}".rstrip() for command, remark in steps]
    hub = f"JupyterHub: {wishes.folder}/hub holds the files for its accounts; each says where to."
    return ["next:", *lines, *(() if wishes.is_by_mail else (hub,))]


def _ways(wishes: Wishes, name: str) -> tuple[Steps, Steps, Steps]:
    """How an assignment gets to students, comes back, and how feedback gets there."""
    language = wishes.languages[0]
    if wishes.is_by_mail:
        return (
            ((f"mail assignments/{language}/{name}/{name}.ipynb", ""),),
            (
                (f"downloaded/{name}/archive/", f"save what comes here, as STUDENT_{name}.ipynb"),
                (f"nbgrader zip_collect {name}", ""),
            ),
            ((f"mail feedback/STUDENT/{name}/{name}.html", ""),),
        )
    return (
        ((f"nbgrader release_assignment {name}", "students fetch it"),),
        ((f"nbgrader collect {name}", "after the deadline"),),
        ((f"nbgrader release_feedback {name}", ""),),
    )
