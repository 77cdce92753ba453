"""A course's set-up as nbgrader sees it: read once, before it is looked over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import Exchange
from traitlets.config import Config

from autograder.batch.config import FILE, course_directory, load_config_with_files
from autograder.nbgrader.execute import TwoRooms


@dataclass(frozen=True)
class Setup:
    """`root` is the course's folder, `files` those that the configuration comes from."""

    root: Path
    config: Config
    files: tuple[Path, ...]
    course: CourseDirectory
    exchange: Exchange

    @property
    def settings(self) -> Path:
        """Where a setting is mended."""
        return self.root / FILE

    @property
    def is_by_mail(self) -> bool:
        """Whether files come by `zip_collect`: an exchange is nowhere named."""
        has_exchange = "root" in self.config.Exchange
        return not has_exchange and "named_regexp" in self.config.FileNameCollectorPlugin

    @property
    def is_shared(self) -> bool:
        """Whether a group of accounts grades."""
        return bool(self.course.groupshared)

    @property
    def in_exchange(self) -> Path:
        """The course's own folder in the exchange."""
        return Path(self.exchange.root) / (self.course.course_id or "-")

    def source(self, assignment: str) -> Path:
        return self._folder(self.course.source_directory, assignment)

    def release(self, assignment: str) -> Path:
        return self._folder(self.course.release_directory, assignment)

    def _folder(self, step: str, assignment: str) -> Path:
        return Path(self.course.format_path(step, ".", assignment))

    @property
    def assignments(self) -> list[str]:
        """Those that have a notebook in the source folder."""
        found = self.source("x").parent.glob("*/*.ipynb")
        return sorted({path.parent.name for path in found})

    def rooms(self) -> TwoRooms:
        """The two rooms, as configured."""
        return TwoRooms(config=self.config)


def read_setup(root: Path) -> Setup:
    """Raises `CourseConfigError`. Reads only; runs the course's configuration."""
    config, files = load_config_with_files(root)
    course = course_directory(config, root)
    exchange = Exchange(coursedir=course, config=config)
    return Setup(root, config, tuple(map(Path, files)), course, exchange)
