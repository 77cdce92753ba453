"""What students' accounts are told: the settings of the whole system, which each of them reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir, jupyter_config_path
from traitlets.config import Config, PyFileConfigLoader

from autograder.batch.config import FILE
from autograder.course.complaint import Complaint
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.setup import Setup

# nbgrader's own, for an account that is told nothing.
DEFAULT = "/usr/local/share/nbgrader/exchange"
PLACE = "/etc/jupyter"


def accounts(setup: Setup) -> Seen:
    """Students must look for assignments where the course puts them."""
    if setup.is_by_mail:
        return seen("not needed: files come by mail")
    files = system_files()
    told = ", ".join(map(str, files)) or f"nbgrader's own exchange, {DEFAULT}"
    return seen(f"students' settings: {told}", _of_accounts(setup, files))


def system_files(folders: Iterable[str] | None = None) -> list[Path]:
    """nbgrader's settings for all accounts, that of the most weight first."""
    own = jupyter_config_dir()
    places = [place for place in folders or jupyter_config_path() if place != own]
    paths = (Path(place) / FILE for place in dict.fromkeys(places))
    home = Path.home()
    return [path for path in paths if path.is_file() and home / ".local" not in path.parents]


def _of_accounts(setup: Setup, files: list[Path]) -> Iterator[Complaint]:
    settings = _merged(files)
    root = settings.Exchange.get("root", DEFAULT)
    copy = f"as root: cp {setup.root}/hub/student_{FILE} {PLACE}/{FILE}"
    if Path(root) != Path(setup.exchange.root):
        complain = wrong if "root" in settings.Exchange else doubtful
        yield complain(
            files[0] if files else Path(PLACE) / FILE,
            f"the exchange {root}, where students' accounts look",
            f"{setup.exchange.root}, where the course puts assignments; unless students work on "
            "another machine",
            copy,
            "Exchange.root",
        )
    known = settings.CourseDirectory.get("course_id", "")
    if known not in ("", setup.course.course_id):
        yield doubtful(
            files[0],
            f"the course {known}, which students hand in to",
            f"{setup.course.course_id}; or none, where one hub has several courses",
            f"{copy}; with several courses, leave course_id out and set an Authenticator",
            "CourseDirectory.course_id",
        )


def _merged(files: list[Path]) -> Config:
    merged = Config()
    for path in reversed(files):
        merged.merge(PyFileConfigLoader(path.name, path=str(path.parent)).load_config())
    return merged
