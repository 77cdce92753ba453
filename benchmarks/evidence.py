"""`python -m benchmarks.evidence`: docs/evidence.md and docs/evidence.zh.md from the records.

Pure functions of what `make audit`, `make bench` and a run of the attacks wrote down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.audit.record import PUBLISHED, AssignmentAudit, Audit, NoiseRun, read_audit
from autograder.audit.render import cells as exercise_cells
from autograder.audit.render import diagnosis_cells, machine_line, markdown, total
from benchmarks import render
from benchmarks.attacks import STOCK, TIERS, Attack, Attacks, read_attacks
from benchmarks.course import PROJECT
from benchmarks.evidence_words import THEMES, WORDS, phrase
from benchmarks.results import Results, read_results

PAGES = {"en": PROJECT / "docs" / "evidence.md", "zh": PROJECT / "docs" / "evidence.zh.md"}
GOOD = "✓"
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Records:
    """What was measured."""

    audit: Audit
    results: Results
    attacks: Attacks


def read_records(root: Path = PROJECT) -> Records:
    """Raises `FileNotFoundError` where one was never made."""
    return Records(read_audit(root / PUBLISHED), read_results(), read_attacks())


def page(records: Records, language: str) -> str:
    """The page in one language."""
    words = WORDS[language]
    head = [f"# {words['title']}", words["other"], words["intro"], words["records"]]
    parts = [
        *head,
        *_attack_parts(records.attacks, language),
        *_audit_parts(records.audit, language),
        *_bench_parts(records.results, language),
    ]
    return "\n\n".join(parts) + "\n"


def _attack_parts(attacks: Attacks, language: str) -> Iterator[str]:
    words = WORDS[language]
    tiers = [tier for tier in TIERS if attacks.run_in(tier)]
    yield f"## {words['attacks']}"
    yield words["attacks.what"]
    head = (
        words["theme"],
        words["number"],
        *(words["withstood"].format(tier=tier) for tier in tiers),
    )
    lines = [_theme_cells(attacks, theme, tiers, language) for theme in (*attacks.themes, None)]
    yield markdown(head, lines)
    run = attacks.run_in(STOCK)
    won = sum(not attack.is_withstood(STOCK) for attack in run)
    yield f"### {words['stock.title']}"
    yield words["stock.what"].format(number=len(run), won=won)
    yield _every(run, (STOCK, *tiers), language)
    yield f"### {words['every.title']}"
    yield words["every.what"]
    for theme in attacks.themes:
        yield f"**{_theme(theme, language)}**"
        yield _every([one for one in attacks.attacks if one.theme == theme], tiers, language)
    yield f"{attacks.date}, {attacks.system}, Python {attacks.python}, nbgrader {attacks.nbgrader}"


def _theme_cells(attacks: Attacks, theme: str | None, tiers: Sequence[str], language: str) -> Cells:
    number = sum(theme in (None, attack.theme) for attack in attacks.attacks)
    counts = [
        _of(sum(one.is_withstood(tier) for one in attacks.run_in(tier, theme)), number, language)
        for tier in tiers
    ]
    title = WORDS[language]["all"] if theme is None else _theme(theme, language)
    return (title, str(number), *counts)


def _theme(theme: str, language: str) -> str:
    return THEMES.get(theme, theme) if language == "zh" else theme


def _of(part: int, whole: int, language: str) -> str:
    return str(whole) if part == whole else f"{part}{WORDS[language]['of']}{whole}"


def _every(attacks: Sequence[Attack], places: Sequence[str], language: str) -> str:
    words = WORDS[language]
    titles = [
        words["stock"] if place == STOCK else words["tier"].format(tier=place) for place in places
    ]
    head = (words["attack"], words["aim"], words["fair"], *titles)
    lines = [
        (
            f"`{attack.name}`",
            _escaped(attack.aim),
            f"{attack.fair:g}",
            *(_outcome(attack, place, language) for place in places),
        )
        for attack in attacks
    ]
    return render.markdown(head, lines)


def _outcome(attack: Attack, place: str, language: str) -> str:
    found = attack.outcomes.get(place)
    if found is None:
        return "–"
    got = phrase(", ".join(found.won), language)
    told = WORDS[language]["got"].format(what=got) if got else ""
    points = f"{found.earned:g}"
    if attack.is_withstood(place):
        return f"{points} {GOOD}"
    return f"**{points}**" + (f", {told}" if told else "")


def _escaped(text: str) -> str:
    """An attack's words as Markdown's text: no cell, no code and no HTML begins in them."""
    for sign, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("|", "&#124;")):
        text = text.replace(sign, safe)
    return "".join(f"\\{letter}" if letter in "\\`*_[]" else letter for letter in text)


def _audit_parts(audit: Audit, language: str) -> Iterator[str]:
    words = WORDS[language]
    yield f"## {words['audit']}"
    yield words["audit.what"]
    yield markdown(_head("audit.head", language), [_assignment(each) for each in audit.assignments])
    yield f"### {words['told']}"
    names, *lines = zip(
        _head("told.head", language), *map(diagnosis_cells, audit.assignments), strict=True
    )
    shares = [tuple(cell.replace(" of ", words["of"]) for cell in line) for line in lines]
    yield markdown(names, shares)
    if audit.noise:
        yield f"### {words['noise']}"
        yield markdown(
            _head("noise.head", language), [_noise(run, language) for run in audit.noise]
        )
    yield machine_line(audit)


def _head(key: str, language: str) -> Cells:
    return tuple(WORDS[language][key].split("|"))


def _assignment(audit: AssignmentAudit) -> Cells:
    _, *counts = exercise_cells(replace(total(audit), exercise=audit.assignment))
    return (audit.assignment, str(len(audit.rows)), *counts)


def _noise(run: NoiseRun, language: str) -> Cells:
    words, name = WORDS[language], phrase(run.name, language)
    if run.skipped:
        return (name, "", "", words["not run"].format(why=phrase(run.skipped, language)))
    kernel = f", {phrase('kernel', language)} {run.kernel}" if run.kernel else ""
    where = f"Python {run.python}, numpy {run.numpy}{kernel}"
    if run.failures:
        return (name, words["complaints"].format(number=len(run.failures)), "", where)
    return (name, str(run.programs), str(run.mistakes), where)


def _bench_parts(results: Results, language: str) -> Iterator[str]:
    words = WORDS[language]
    yield f"## {words['bench']}"
    yield words["bench.what"].format(rounds=results.rounds, compared=results.compared)
    rows = [_contestant(render.cells(row), row.missing, language) for row in results.rows.values()]
    yield markdown(_head("bench.head", language), rows)
    if results.growth:
        lines = [render.growth_cells(row) for row in results.growth]
        yield "`autograder grade`"
        yield markdown(_head("growth.head", language), lines)
    yield render.machine_line(results.machine)


def _contestant(cells: Cells, missing: str, language: str) -> Cells:
    told = WORDS[language]["missing"].format(why=missing) if missing else cells[1]
    return (phrase(cells[0], language), told, *cells[2:])


def main() -> None:
    records = read_records()
    for language, path in PAGES.items():
        path.write_text(page(records, language), encoding="utf-8")
        print(f"{path.relative_to(PROJECT)}: written")


if __name__ == "__main__":
    main()
