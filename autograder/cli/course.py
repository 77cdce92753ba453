"""`autograder course`: a course of one's own, ready to be given."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
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
    from autograder.cli.course_words import chosen, next_steps
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


def _decided(**words: Any) -> tuple[Wishes, Fill | None]:
    """Everything that can be wrong with the words is said before anything is written."""
    from autograder.course import dates, wishes
    from autograder.course.making import check_place
    from autograder.course.students import read_students

    folder = words["new_dir"].resolve()
    check_place(folder)
    _check_apart(words["empty"], words["checkout"], "--empty", "--from")
    _check_apart(words["single_user"], words["exchange"], "--single-user", "--exchange")
    languages = wishes.LANGUAGES[words["language"]]
    content = _content(words, languages)
    zone = words["zone_name"] or dates.zone_of_this_machine()
    dates.zone(zone)
    decided = wishes.Wishes(
        folder=folder,
        course_id=wishes.checked_id(words["course_id"], folder),
        languages=languages,
        assignments=content.names,
        timezone=zone,
        origin=content.origin,
        exchange=_exchange(folder, words["exchange"], words["single_user"]),
        db_url=wishes.checked_db(words["db_url"]),
        due=dates.due_dates(words["due"], content.names, zone),
        students=read_students(words["students"]) if words["students"] else (),
        has_secret=not words["no_secret"],
        group=words["group"],
    )
    return decided, content.fill


@dataclass(frozen=True)
class Content:
    """The assignments' names, and where they come from: a checkout, or what fills a course."""

    names: tuple[str, ...]
    origin: Path | None = None
    fill: Fill | None = None


def _content(words: dict[str, Any], languages: tuple[str, ...]) -> Content:
    from autograder.course import origin

    wanted = [name.strip() for name in (words["assignments"] or "").split(",") if name.strip()]
    if words["empty"]:
        return _example(wanted, languages)
    checkout = origin.find_origin(words["checkout"])
    names = origin.chosen_assignments(checkout, wanted)
    origin.check_languages(checkout, names, languages)
    return Content(names, checkout)


def _exchange(folder: Path, named: Path | None, is_by_mail: bool) -> Path | None:
    if is_by_mail:
        return None
    return (named or folder.with_name(f"{folder.name}-exchange")).resolve()


def _check_apart(flag: bool, other: object, name: str, other_name: str) -> None:
    if flag and other is not None:
        raise click.UsageError(f"found {name} and {other_name}; expected one of them")


def _example(wanted: list[str], languages: tuple[str, ...]) -> Content:
    """What fills an empty course: the starter's example; nothing where only the wheel is."""
    try:
        from autograder.starter import StarterError, write_set
    except ModuleNotFoundError:
        return Content(())
    if len(wanted) > 1:
        raise click.UsageError(
            f"found --empty and the assignments {', '.join(wanted)}; expected one name for the "
            "example: more of them are made by `autograder new NAME`"
        )
    name = wanted[0] if wanted else STARTER

    def fill(folder: Path) -> None:
        from autograder.build.course import build_course
        from autograder.course.errors import CourseError

        try:
            written = write_set(folder, name)
        except StarterError as error:
            raise CourseError(str(error)) from None
        _leave_only(languages, written)
        build_course(folder)

    return Content((name,), fill=fill)


def _leave_only(languages: tuple[str, ...], written: list[Path]) -> None:
    """The starter writes in every language; here source/<language>/<name> of the others goes."""
    for path in written:
        if path.suffix == ".md" and path.parent.parent.name not in languages:
            shutil.rmtree(path.parent.parent)
