"""A made course in tests, and the command that makes it."""

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from autograder.cli.main import main
from autograder.course.examine import LOOKS
from autograder.course.setup import read_setup

CHECKOUT = Path(__file__).parents[2]
CLASS = '\ufeff学号,姓名,email\r\nada,王小明,ada@example.edu\r\nnobody,"Nobody, Jr",\r\n'


def run(*words):
    return CliRunner().invoke(main, list(map(str, words)), catch_exceptions=False)


@dataclass(frozen=True)
class Made:
    """A course's folder, and its exchange beside it."""

    root: Path

    @property
    def exchange(self):
        return self.root.with_name("exchange")

    @property
    def settings(self):
        return self.root / "nbgrader_config.py"

    def configure(self, line):
        with self.settings.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")

    def complaints(self, name):
        """What one look complains of."""
        (look,) = [each for each in LOOKS if each.name == name]
        return look.look(read_setup(self.root)).complaints

    def complaint(self, name):
        (found,) = self.complaints(name)
        return found
