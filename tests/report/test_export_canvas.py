"""Canvas' gradebook: filled so that its importer reads the scores, and otherwise byte for byte.

The form is that of Canvas' exporter (lib/gradebook_exporter.rb): headings, an optional row of
posting policies, the row of points with "(read only)" under computed columns, EX and N/A, the test
student last, semicolons and a decimal comma in some locales, an optional BOM. What is read is what
its importer reads (lib/gradebook_importer.rb, in `receivers`).
"""

import csv
import io
import re
from dataclasses import replace

import pytest
from receivers import canvas_reads
from sample_class import sample_class, with_student
from test_export_common import broken

from autograder.report.export.canvas import canvas_form
from autograder.report.export.common import ExportError
from autograder.report.export.filling import Wishes, as_number, fill
from autograder.report.export.sheet import read_sheet
from autograder.report.results import Standing

CLASS = sample_class(6)
HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
READ_ONLY = "(read only)"
RNN = "rnn (1234)"


def gradebook(assignments=(RNN, "rnn again (1235)"), points="100.00", filled=None, **form) -> bytes:
    """As Canvas exports it. `filled`: student → what stands in the first column."""
    head, rest = form.get("head", HEAD), ["Notes", *assignments, "Current Score", "Final Grade"]
    blank = [""] * (len(head) - 1)
    many = [""] * (len(assignments) - 1)
    rows = [[*head, *rest]]
    if form.get("policy", True):
        rows.append(["", *blank, "", "Manual Posting", *many, "", ""])
    tens = ["10.00"] * len(many)
    rows.append(["    Points Possible", *blank, READ_ONLY, points, *tens, READ_ONLY, READ_ONLY])
    for number, each in enumerate(form.get("students", CLASS.students)):
        student = each.student
        name = f"{student.last_name}, {student.first_name}"
        cells = (name, str(900 + number), f"U{number}", student.id, 'A, "1"')
        who = dict(zip(HEAD, cells, strict=True))
        who |= {"Integration ID": "", "LastName": student.last_name}
        who |= {"FirstName": student.first_name, "Root Account": "x.test"}
        cell = (filled or {}).get(student.id, "")
        rows.append([*(who[key] for key in head), "note", cell, *many, "87.50", "B"])
    test = {"Student": "Student, Test", "LastName": "Student", "FirstName": "Test"}
    test |= {"ID": "99", "SIS Login ID": "bbbc6740f0b946af", "Section": 'A, "1"'}
    rows.append([*(test.get(key, "") for key in head), "", "", *many, "", ""])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=form.get("delimiter", ","), lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def export(content, results=CLASS, column="rnn (", **wishes):
    filled = fill(canvas_form(read_sheet(content, "c.csv"), column), results, Wishes(**wishes))
    return filled.sheet.to_bytes(), filled.remarks


def scores(results=CLASS, factor=1.0):
    return {
        str(900 + number): as_number(each.score * factor)
        for number, each in enumerate(results.students)
        if each.is_graded
    }


def imported(content, heading=RNN):
    return {who: row[heading] for who, row in canvas_reads(content).items() if row[heading]}


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        ["Student", "ID", "SIS Login ID", "Section"],
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section"],
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section"],
        ["LastName", "FirstName", "ID", "SIS Login ID", "Section"],
    ],
    ids=["usual", "without SIS id", "integration id", "root account", "two names"],
)
@pytest.mark.parametrize("policy", [True, False])
def test_canvas_reads_the_scores(head, policy):
    content, remarks = export(gradebook(head=head, policy=policy))
    assert imported(content) == scores()
    assert len(remarks) == 1
    assert "filled 6" in remarks[0]


def test_nothing_but_the_scores_is_changed():
    before = gradebook()
    after, _ = export(before)
    old, new = before.decode().split("\n"), after.decode().split("\n")
    assert len(old) == len(new)
    assert old[:3] == new[:3]
    assert old[-2:] == new[-2:]
    for number, each in enumerate(CLASS.students, start=3):
        score = as_number(each.score)
        assert new[number] == old[number].replace(",note,,,", f",note,{score},,")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_marks_and_lines_ends_stay(mark, end):
    before = mark + gradebook().replace(b"\n", end)
    after, _ = export(before)
    assert after.startswith(mark + b"Student,ID")
    assert after.count(end) == before.count(end) == after.count(b"\n")
    assert imported(after) == scores()


def test_semicolons_and_a_decimal_comma_stay():
    """Canvas' options: use semicolons; and numbers as the instructor's language has them."""
    late = replace(CLASS.students[0], penalty=0.5)
    results = with_student(CLASS, late)
    content = re.sub(rb"([0-9])\.([0-9])", rb"\1,\2", gradebook(delimiter=";"))
    after, _ = export(content, results)
    assert imported(after) == scores(results)
    assert f";note;{as_number(late.score, comma=True)};;".encode() in after
    assert b";" in after.split(b"\n")[0]


def test_a_decimal_comma_between_commas_is_quoted():
    late = replace(CLASS.students[0], penalty=0.5)
    results = with_student(CLASS, late)
    content = re.sub(rb"([0-9]+)\.([0-9]+)", rb'"\1,\2"', gradebook())
    after, _ = export(content, results)
    assert f',"{as_number(late.score, comma=True)}",'.encode() in after
    assert imported(after) == scores(results)


def test_whoever_is_excused_or_has_no_such_assignment_stays_so():
    content = gradebook(filled={"s0000": "EX", "s0001": "N/A"})
    after, remarks = export(content)
    assert imported(after) == {**scores(), "900": "EX", "901": "N/A"}
    assert "excused in Canvas, left as it was: s0000" in remarks
    assert "not assigned to them in Canvas, left as it was: s0001" in remarks


def test_whom_only_one_side_knows_is_said_and_the_others_are_filled():
    stranger = replace(CLASS.students[0].student, id="x", email="", lms_user_id="")
    students = (replace(CLASS.students[0], student=stranger), *CLASS.students[1:])
    after, remarks = export(gradebook(students=students))
    assert imported(after) == {who: score for who, score in scores().items() if who != "900"}
    assert "in the file, not in the gradebook, left as it was: Li, Ada" in remarks
    assert "in the gradebook, not in the file: s0000" in remarks
    assert not any("Student, Test" in remark for remark in remarks)


@pytest.mark.parametrize("key", ["lms_user_id", "email"])
def test_students_are_known_by_canvas_id_or_by_address_too(key):
    """A login is often an address; nbgrader keeps a Canvas id as `lms_user_id`."""
    content = gradebook()
    results = CLASS
    for number, each in enumerate(CLASS.students):
        name = f"{key}-{number}"
        content = content.replace(f",{each.student.id},".encode(), f",{name},".encode())
        changed = replace(each.student, **{"email": "", "lms_user_id": "", key: name})
        results = with_student(results, replace(each, student=changed))
    after, _ = export(content, results)
    assert imported(after) == scores()


def test_the_graders_failure_and_what_is_not_graded_leave_what_is_there():
    """An emptied cell would take a grade away in Canvas: `no_change_to_value?` of its importer."""
    one, two, *_ = CLASS.students
    results = with_student(CLASS, broken(one))
    results = with_student(
        results, replace(two, standing=Standing.NOT_GRADED, exercises=(), grading=None)
    )
    after, remarks = export(gradebook(filled={"s0000": "55.00"}), results)
    found = imported(after)
    assert found["900"] == "55.00"
    assert "901" not in found
    assert "grader error, left as it was: s0000" in remarks
    assert "not graded, left as it was: s0001" in remarks


def test_whoever_did_not_hand_in_keeps_what_is_there_unless_it_is_said_what_they_get():
    absent = replace(CLASS.students[2], standing=Standing.NO_SUBMISSION, exercises=())
    results = with_student(CLASS, absent)
    after, remarks = export(gradebook(filled={"s0002": "70.00"}), results)
    assert imported(after)["902"] == "70.00"
    assert "no submission, left as it was: s0002" in remarks
    after, remarks = export(gradebook(), results, missing=0.0)
    assert imported(after)["902"] == "0"
    assert "no submission, written as 0: s0002" in remarks


def test_a_score_that_is_there_already_keeps_its_writing():
    first = CLASS.students[0]
    before = gradebook(filled={"s0000": f"{first.score:.2f}", "s0001": "1.00"})
    after, remarks = export(before)
    assert f",note,{first.score:.2f},".encode() in after
    assert "filled 5 · as it was already 1 · in place of another score 1" in remarks[0]


def test_other_points_are_an_error_that_names_both():
    with pytest.raises(ExportError, match="found 50 points in Canvas; expected 100, those of rnn"):
        export(gradebook(points="50.00"))
    after, _ = export(gradebook(points="50.00"), scale=True)
    assert imported(after) == scores(factor=0.5)


def test_scaling_to_0_points_is_refused():
    with pytest.raises(ExportError, match="found 0 points"):
        export(gradebook(points="0.00"), scale=True)


def test_an_assignment_without_points_gets_the_scores_as_they_are():
    after, _ = export(gradebook(points=""))
    assert imported(after) == scores()


@pytest.mark.parametrize("column", ["rnn", "RNN", RNN, "rnn (", " rnn (1234) "])
def test_a_column_is_named_with_or_without_its_number_or_by_its_beginning(column):
    after, _ = export(gradebook(), column=column)
    assert imported(after) == scores()


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("gru", r"c\.csv: found no column 'gru' to use; expected one of: 'rnn \(1234\)', 'rnn ag"),
        ("rn", r"found several columns 'rn': 'rnn \(1234\)', 'rnn again \(1235\)'; expected one"),
        ("Current Score", "found no column 'Current Score'"),
        ("Notes", "found no column 'Notes'"),
        ("Student", "found no column 'Student'"),
    ],
)
def test_a_column_that_is_not_there_or_not_alone_is_an_error_with_those_that_are(column, words):
    with pytest.raises(ExportError, match=words):
        export(gradebook(), column=column)


def test_two_assignments_of_the_same_name_are_told_apart_by_their_numbers():
    content = gradebook(assignments=("rnn (1)", "rnn (2)"))
    with pytest.raises(ExportError, match=r"several columns 'rnn': 'rnn \(1\)', 'rnn \(2\)'"):
        export(content, column="rnn")
    after, _ = export(content, column="rnn (1)")
    assert imported(after, "rnn (1)") == scores()


def test_a_column_that_canvas_computes_is_refused_even_if_it_looks_like_an_assignment():
    with pytest.raises(ExportError, match=r"found '\(read only\)' where its points stand"):
        export(gradebook(points=READ_ONLY))


def test_a_file_that_is_no_gradebook_is_refused():
    with pytest.raises(ExportError, match="found the heading name, score; expected that of a gra"):
        export(b"name,score\nada,1\n")


def test_a_gradebook_of_another_class_is_refused():
    with pytest.raises(ExportError, match=r"found nobody of the gradebook; .*'SIS Login ID', 'SIS"):
        export(gradebook(students=sample_class(40).students[20:30]))


def test_a_score_may_be_more_than_the_points():
    extra = replace(CLASS.students[0].exercises[0], manual=40.0)
    first = replace(CLASS.students[0], exercises=(extra, *CLASS.students[0].exercises[1:]))
    after, _ = export(gradebook(), with_student(CLASS, first))
    assert imported(after)["900"] == as_number(first.score)


@pytest.mark.parametrize(
    ("number", "text"),
    [(100.0, "100"), (0.0, "0"), (92.5, "92.5"), (100 / 3, "33.33333"), (1e-9, "0")],
)
def test_numbers_are_written_with_five_decimals_at_most(number, text):
    assert as_number(number) == text


def test_a_comma_in_another_column_is_no_decimal_comma():
    """Of sections "1,2" there are more than of points "100.00"."""
    late = replace(CLASS.students[0], penalty=0.5)
    results = with_student(CLASS, late)
    content = gradebook().replace(b'"A, ""1"""', b'"1,2"')
    assert content.count(b'"1,2"') > len(CLASS.students)
    after, _ = export(content, results)
    assert f",note,{as_number(late.score)},".encode() in after


def test_a_file_that_a_spreadsheet_saved_in_another_encoding_becomes_utf_8_for_canvas():
    first = replace(CLASS.students[0].student, last_name="Müller")
    students = (replace(CLASS.students[0], student=first), *CLASS.students[1:])
    text = gradebook(students=students).decode().replace("小", "x").replace("明", "y")
    text = text.encode("cp1252", "replace").decode("cp1252")
    sheet = read_sheet(text.encode("cp1252"), "c.csv", "cp1252")
    filled = fill(canvas_form(sheet, "rnn ("), CLASS, Wishes())
    assert "Müller" in filled.sheet.to_bytes().decode("utf-8")
    assert imported(filled.sheet.to_bytes()) == scores()
    assert "written as UTF-8, which Canvas reads, in place of cp1252" in filled.remarks


def test_a_score_of_which_canvas_shows_two_decimals_is_no_other_score():
    first, *others = CLASS.students[0].exercises
    third = replace(CLASS.students[0], exercises=(replace(first, manual=1 / 3), *others))
    shown = f"{third.score:.2f}"
    assert float(shown) != third.score
    after, remarks = export(gradebook(filled={"s0000": shown}), with_student(CLASS, third))
    assert "as it was already 1 · in place of another score 0" in remarks[0]
    assert imported(after)["900"] == as_number(third.score)


def test_a_grade_in_letters_that_is_written_over_is_counted():
    _, remarks = export(gradebook(filled={"s0000": "B+", "s0001": "-"}))
    assert "filled 6 · as it was already 0 · in place of another score 1" in remarks[0]


def test_two_columns_of_the_very_same_heading_cannot_be_told_apart():
    with pytest.raises(ExportError, match=r"found 2 columns 'rnn \(1\)'; expected one. Give them"):
        export(gradebook(assignments=("rnn (1)", "rnn (1)")), column="rnn (1)")


@pytest.mark.parametrize("missing", [float("nan"), float("inf")])
def test_whoever_did_not_hand_in_gets_a_number(missing):
    with pytest.raises(ExportError, match=r"--missing-as: found .*; expected a number"):
        export(gradebook(), missing=missing)
