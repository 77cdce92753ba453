"""What Canvas and Moodle read in a file that is imported: their importers' rules, written anew.

Canvas: lib/gradebook_importer.rb of github.com/instructure/canvas-lms. Moodle:
mod/assign/feedback/offline/importgradeslib.php and locallib.php of github.com/moodle/moodle.
"""

import csv
import io
import re

HIDDEN = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
COMPUTED = re.compile("Current (Score|Points|Grade)|Final (Score|Points|Grade)|Override")


def canvas_reads(content: bytes) -> dict[str, dict[str, str]]:
    """Student's ID → heading → grade, for the columns that are assignments and no others."""
    text = content.decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_canvas_delimiter(text)))
    rows = [row for row in rows if "".join(row).strip()]
    header = [heading.removeprefix("\ufeff") for heading in rows[0]]
    assert "Student" in header[0] or header[:2] == ["LastName", "FirstName"]
    first = header.index("Section") + 1
    graded = [place for place in range(first, len(header)) if not COMPUTED.search(header[place])]
    identity = header.index("ID")
    return {
        row[identity]: {header[place]: _point(row[place].strip()) for place in graded}
        for row in rows[1:]
        if "Points Possible" not in row[0] and not all(map(HIDDEN.fullmatch, row))
    }


def _canvas_delimiter(text: str) -> str:
    """That by which the first three lines are divided into as many fields each."""
    first = text.splitlines()[:3]
    counts = {}
    for sign in ",;":
        sizes = {len(next(csv.reader([line], delimiter=sign))) for line in first}
        counts[sign] = sizes.pop() if len(sizes) == 1 else 0
    return ";" if counts[";"] > counts[","] else ","


def _point(field: str) -> str:
    """A decimal comma becomes a point."""
    if not re.fullmatch(r"-?[0-9.,]+%?", field):
        return field
    *whole, last = re.split("[,.]", field)
    return "".join(whole) + "." + last if whole else last


def moodle_takes(content: bytes, old: bytes, separator: str = ",") -> dict[str, tuple[str, str]]:
    """Participant → (grade, comment), for the rows whose grade is changed by the worksheet, if
    nobody else has changed it since. `old`: the worksheet as it was exported."""
    rows, before = _moodle_rows(content, separator), _moodle_rows(old, separator)
    assert [row["Identifier"] for row in rows] == [row["Identifier"] for row in before]
    taken = {}
    for row, was in zip(rows, before, strict=True):
        assert row["Last modified (grade)"] == was["Last modified (grade)"]
        grade = _unformatted(row["Grade"])
        locked = was["Grade can be changed"] != "Yes"
        too_large = grade is not None and not 0 <= grade <= _unformatted(was["Maximum Grade"])
        if grade is None or grade == _unformatted(was["Grade"]) or locked or too_large:
            continue
        taken[row["Identifier"]] = (grade, row.get("Feedback comments", ""))
    return taken


def _moodle_rows(content: bytes, separator: str) -> list[dict[str, str]]:
    text = content.decode("utf-8").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    assert all(None not in row and None not in row.values() for row in rows), "weird columns"
    return rows


def _unformatted(grade: str) -> float | None:
    return float(grade.replace(",", ".")) if grade.strip() else None
