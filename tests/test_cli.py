"""The command: every part of it has help, and help is there at once."""

import subprocess
import sys

import click
import pytest

from autograder.cli.main import COMMANDS, main

HEAVY = ("nbgrader", "nbconvert", "nbformat", "numpy", "matplotlib", "sqlalchemy", "IPython")


def imported_by(*words: str) -> tuple[str, list[str]]:
    """What the command says, and which heavy packages it imports for it."""
    code = (
        "import sys; from autograder.cli.main import main\n"
        f"main({list(words)}, standalone_mode=False)\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said, _, packages = done.stdout.rstrip().rpartition("\n")
    return said, eval(packages)


def test_the_help_names_every_command_and_imports_none():
    said, packages = imported_by("--help")
    assert packages == []
    words = " ".join(said.split())
    for name, command in COMMANDS.items():
        assert f" {name} {command.help}" in words


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_where_the_table_says_with_the_help_that_it_shows(name):
    command = COMMANDS[name].load()
    assert command.name == name
    assert command.get_short_help_str(limit=200).rstrip(".") == COMMANDS[name].help.rstrip(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_has_help(name):
    command = COMMANDS[name].load()
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", ["feedback", "grade"])
def test_help_on_what_grades_a_class_does_not_load_what_grades_it(name):
    said, packages = imported_by(name, "--help")
    assert "ASSIGNMENT" in said
    assert packages == []


@pytest.mark.parametrize("name", ["check", "ready", "watch"])
def test_help_on_what_students_run_loads_nothing_heavy(name):
    said, packages = imported_by(name, "--help")
    assert "NOTEBOOK" in said
    assert "--language" in said
    assert packages == []


@pytest.mark.parametrize(
    ("words", "package"),
    [
        (["doctor", "--folder"], "autograder.doctor"),
        (["new", "birnn", "--course"], "autograder.starter"),
    ],
)
def test_a_command_for_authors_says_so_where_only_the_students_wheel_is(
    words, package, monkeypatch, tmp_path
):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(click.ClickException, match="expected a checkout of the project"):
        main([*words, str(tmp_path)], standalone_mode=False)


def test_an_unknown_command_is_named():
    with pytest.raises(click.UsageError, match="No such command 'nothing'"):
        main(["nothing"], standalone_mode=False)
