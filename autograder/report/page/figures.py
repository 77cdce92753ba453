"""The figures of the report. Each stands beside a table of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from autograder.report.findings import Distribution, Gap, Interval, Item
from autograder.report.page.drawing import FAINT, FIRST, INK, PAPER, SECOND, as_svg, axes, drawing
from autograder.report.page.tables import NOTHING, fixed, percents
from autograder.report.words import words

WIDTH = 440
ROW = 24


def scores_figure(found: Distribution, language: str) -> Markup:
    """How many students have how many points; a line at the median."""
    with drawing():
        figure, (panel,) = axes(WIDTH, 230)
        edges = [low for low, _, _ in found.bins] + [found.bins[-1][1]]
        counts = [count for _, _, count in found.bins]
        panel.hist(edges[:-1], edges, weights=counts, color=FIRST, edgecolor=PAPER, linewidth=1)
        panel.axvline(found.median, color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
        panel.set_xlim(edges[0], edges[-1])
        panel.set_ylim(0, max(counts) * 1.12)
        panel.yaxis.get_major_locator().set_params(integer=True)
        panel.grid(axis="y", color=FAINT, linewidth=0.7)
        _label(panel, _word("scores.axis", language), _word("scores.students", language))
        described = "; ".join(f"{low:g} – {high:g}: {count}" for low, high, count in found.bins)
        title = _word("scores.caption", language)
        return as_svg(figure, "scores-figure", title, f"{described}.")


def gap_figure(gaps: Sequence[Gap], language: str) -> Markup:
    """For each exercise two shares: visible checks passed, hidden points earned."""
    with drawing():
        figure, (panel,) = axes(WIDTH, 70 + ROW * len(gaps))
        rows = range(len(gaps))
        visible = [100 * gap.visible for gap in gaps]
        hidden = [100 * gap.hidden for gap in gaps]
        panel.hlines(rows, visible, hidden, color=FAINT, linewidth=3)
        panel.scatter(visible, rows, s=46, color=FIRST, zorder=3)
        panel.scatter(
            hidden,
            rows,
            s=40,
            marker="s",
            facecolor=PAPER,
            edgecolor=SECOND,
            linewidth=1.8,
            zorder=4,
        )
        _percents(panel)
        _names(panel, [gap.exercise.name for gap in gaps])
        return as_svg(
            figure,
            "gaps-figure",
            _word("gaps.caption", language),
            _described(
                [(gap.exercise.name, percents(gap.visible), percents(gap.hidden)) for gap in gaps]
            ),
        )


def items_figure(items: Sequence[Item], language: str) -> Markup:
    """Difficulty and discrimination of each exercise with their intervals, side by side."""
    with drawing():
        figure, (left, right) = axes(WIDTH, 70 + ROW * len(items), panels=2)
        _intervals(left, [item.difficulty for item in items], FIRST, "o", scale=100)
        _percents(left)
        _label(left, _word("items.difficulty", language))
        _intervals(right, [item.discrimination for item in items], SECOND, "s")
        right.set_xlim(-1.05, 1.05)
        right.set_xticks([-1, 0, 1])
        right.axvline(0, color=INK, linewidth=0.8)
        right.grid(axis="x", color=FAINT, linewidth=0.7)
        _label(right, _word("items.discrimination", language))
        _names(left, [item.exercise.name for item in items])
        right.tick_params(labelleft=False)
        described = [
            (item.exercise.name, _share(item.difficulty), _value(item.discrimination))
            for item in items
        ]
        return as_svg(
            figure,
            "items-figure",
            _word("items.caption", language),
            _described(described),
        )


def _intervals(
    panel: Any, found: Sequence[Interval | None], colour: str, marker: str, scale: float = 1
) -> None:
    for row, interval in enumerate(found):
        if interval is not None:
            panel.hlines(
                row, scale * interval.low, scale * interval.high, color=colour, linewidth=1.6
            )
            panel.scatter([scale * interval.value], [row], s=34, color=colour, marker=marker)


def _percents(panel: Any) -> None:
    panel.set_xlim(-4, 104)
    panel.set_xticks([0, 50, 100], ["0 %", "50 %", "100 %"])
    panel.grid(axis="x", color=FAINT, linewidth=0.7)


def _names(panel: Any, names: Sequence[str]) -> None:
    """The first exercise on top."""
    panel.set_yticks(range(len(names)), names)
    panel.set_ylim(len(names) - 0.4, -0.6)


def _label(panel: Any, below: str, beside: str = "") -> None:
    panel.set_xlabel(below, color=INK)
    panel.set_ylabel(beside, color=INK)


def _share(interval: Interval | None) -> str:
    return NOTHING if interval is None else percents(interval.value)


def _value(interval: Interval | None) -> str:
    return NOTHING if interval is None else fixed(interval.value, 2)


def _described(rows: Sequence[tuple[str, str, str]]) -> str:
    return "; ".join(f"{name}: {first}, {second}" for name, first, second in rows) + "."


def _word(name: str, language: str, **values: object) -> str:
    return words(f"report.page.{name}", language, **values)
