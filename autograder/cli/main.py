"""The command `autograder`."""

from __future__ import annotations

import click

from autograder import __version__
from autograder.cli.build import build
from autograder.cli.demo import demo
from autograder.cli.grade import grade
from autograder.cli.regrade import regrade
from autograder.cli.scores import scores


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Auto-graded exercises for recurrent networks, on nbgrader."""


for command in (build, demo, grade, regrade, scores):
    main.add_command(command)
