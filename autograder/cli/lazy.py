"""A group of commands that imports a command when it is run, and none for its own help."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True)
class Lazy:
    """Where a command is, `module:attribute`, and the line that help shows."""

    place: str
    help: str

    def load(self) -> click.Command:
        module, attribute = self.place.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


class LazyGroup(click.Group):
    """`commands` of a `click.Group` are loaded already; these are not."""

    def __init__(self, *args: Any, lazy: dict[str, Lazy], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.lazy])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        lazy = self.lazy.get(cmd_name)
        return super().get_command(ctx, cmd_name) if lazy is None else lazy.load()

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """click asks each command; here each has its line in the table."""
        loaded = {name: command.get_short_help_str() for name, command in self.commands.items()}
        lines = {**loaded, **{name: lazy.help for name, lazy in self.lazy.items()}}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(lines.items()))
