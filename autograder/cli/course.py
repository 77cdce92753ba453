"""`autograder course`: a course of one's own, ready to be given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from autograder.cli.options import Command, applied

if TYPE_CHECKING:
    from autograder.course.making import Fill
    from autograder.course.wishes import Wishes

STARTER = "example"


def _wishes(command: Command) -> Command:
    folder = click.Path(path_type=Path, file_okay=False)
    options = (
        click.argument("new_dir", type=click.Path(path_type=Path)),
        click.option(
            "--from",
            "checkout",
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            help="The checkout that answers and hidden tests come from (default: the one that "
            "this command runs from, or the current folder).",
        ),
        click.option("--empty", is_flag=True, help="No assignment of the project's: your own."),
        click.option("--id", "course_id", help="The course's id (default: the folder's name)."),
        click.option(
            "--language",
            type=click.Choice(["en", "zh", "both"]),
            default="en",
            show_default=True,
            help="The notebooks' language; of both, AUTOGRADER_LANGUAGE chooses what is released.",
        ),
        click.option("--assignments", help="Such as rnn,gru (default: all of the checkout)."),
        click.option(
            "--exchange",
            type=folder,
            help="The folder that assignments are handed out and in through (default: beside the "
            "course, NEW_DIR-exchange).",
        ),
        click.option(
            "--single-user", is_flag=True, help="No exchange: files come by mail (zip_collect)."
        ),
        click.option("--db", "db_url", help="The gradebook's URL (default: a file in the course)."),
        click.option(
            "--due",
            multiple=True,
            help='The deadline: "2027-01-15 23:59" for all, "rnn=2027-01-15 23:59" for one.',
        ),
        click.option("--timezone", "zone_name", help="Of the deadlines (default: this machine's)."),
        click.option(
            "--students",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="A CSV file with the columns id, and first_name, last_name, email if you like.",
        ),
        click.option("--group", help="A group of this system whose members all grade."),
        click.option("--no-secret", is_flag=True, help="Hidden inputs as in every other course."),
    )
    return applied(options, command)


@click.command()
@_wishes
def course(**words: Any) -> None:
    """Make a course in the folder NEW_DIR, ready for nbgrader and JupyterHub.

    Configuration, assignments, a secret, the exchange, the gradebook with deadlines and students.
    All of it or nothing; nothing is overwritten.
    """
    from autograder.course.errors import CourseError
    from autograder.course.making import make_course

    try:
        wishes, fill = _decided(**words)
        for line in chosen(wishes):
            click.echo(line)
        make_course(wishes, lambda step: click.echo(f"  done: {step}"), fill)
    except CourseError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{wishes.folder}: made")
    for line in next_steps(wishes):
        click.echo(line)


def _decided(
    new_dir: Path,
    checkout: Path | None,
    empty: bool,
    course_id: str | None,
    language: str,
    assignments: str | None,
    single_user: bool,
    exchange: Path | None,
    db_url: str | None,
    due: tuple[str, ...],
    zone_name: str | None,
    students: Path | None,
    group: str | None,
    no_secret: bool,
) -> tuple[Wishes, Fill | None]:
    """Everything that can be wrong with the words is said before anything is written."""
    from autograder.course import dates, origin, wishes
    from autograder.course.making import check_place
    from autograder.course.students import read_students

    folder = new_dir.resolve()
    check_place(folder)
    _check_apart(empty, checkout, "--empty", "--from")
    _check_apart(single_user, exchange, "--single-user", "--exchange")
    languages = wishes.LANGUAGES[language]
    wanted = [name.strip() for name in (assignments or "").split(",") if name.strip()]
    fill: Fill | None = None
    source: Path | None = None
    names: tuple[str, ...]
    if empty:
        fill, names = _example(wanted, languages)
    else:
        source = origin.find_origin(checkout)
        names = origin.chosen_assignments(source, wanted)
        origin.check_languages(source, names, languages)
    place = zone_name or dates.zone_of_this_machine()
    dates.zone(place)
    beside = folder.with_name(f"{folder.name}-exchange")
    return wishes.Wishes(
        folder=folder,
        course_id=wishes.checked_id(course_id, folder),
        languages=languages,
        assignments=names,
        timezone=place,
        origin=source,
        exchange=None if single_user else (exchange or beside).resolve(),
        db_url=wishes.checked_db(db_url),
        due=dates.due_dates(due, names, place),
        students=read_students(students) if students else (),
        has_secret=not no_secret,
        group=group,
    ), fill


def _check_apart(flag: bool, other: object, name: str, other_name: str) -> None:
    if flag and other is not None:
        raise click.UsageError(f"found {name} and {other_name}; expected one of them")


def _example(wanted: list[str], languages: tuple[str, ...]) -> tuple[Fill | None, tuple[str, ...]]:
    """What fills an empty course: the starter's example; nothing where only the wheel is."""
    try:
        from autograder.starter import StarterError, write_set
    except ModuleNotFoundError:
        return None, ()
    name = wanted[0] if wanted else STARTER

    def fill(folder: Path) -> None:
        from autograder.build.course import build_course
        from autograder.course.errors import CourseError

        try:
            written = write_set(folder, name)
        except StarterError as error:
            raise CourseError(str(error)) from None
        for path in written:
            if path.suffix == ".md" and path.parent.parent.name not in languages:
                path.unlink()
                path.parent.rmdir()
                path.parent.parent.rmdir()
        build_course(folder)

    return fill, (name,)


def chosen(wishes: Wishes) -> list[str]:
    """What was decided, by whomever."""
    from autograder.course.dates import shown

    due = [f"{name} {shown(when, wishes.timezone)}" for name, when in wishes.due.items()]
    rows = (
        ("course", wishes.course_id),
        ("language", " and ".join(wishes.languages)),
        ("assignments", ", ".join(wishes.assignments) or "none: yours"),
        ("from", str(wishes.origin or "no checkout")),
        ("exchange", str(wishes.exchange or "none: files by mail")),
        ("gradebook", _without_password(wishes.db_url) or f"{wishes.folder}/gradebook.db"),
        ("deadlines", "; ".join(due) or "none"),
        ("time zone", wishes.timezone),
        ("students", str(len(wishes.students)) if wishes.students else "none yet"),
        ("secret", "its own" if wishes.has_secret else "none: hidden inputs as everywhere"),
        ("graders", f"group {wishes.group}" if wishes.group else "this account"),
    )
    return [f"{name:12} {value}" for name, value in rows]


def _without_password(db_url: str | None) -> str | None:
    from sqlalchemy.engine import make_url

    return None if db_url is None else make_url(db_url).render_as_string(hide_password=True)


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


Steps = tuple[tuple[str, str], ...]


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
