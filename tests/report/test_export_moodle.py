"""Moodle's two files: filled so that its importers take the scores, and otherwise byte for byte.

The worksheet's columns and cells are those of mod/assign/gradingtable.php; what is taken is what
mod/assign/feedback/offline/ takes (in `receivers`): it needs the identifier and the time of the
last change, skips locked grades and those above the maximum. The gradebook's are those of
grade/export/txt/grade_export_txt.php and of grade/import/csv/classes/load_data.php.
"""

import csv
import html
import io
import re
from dataclasses import replace

import pytest
from receivers import moodle_takes
from sample_class import sample_class, with_student
from test_export_common import broken

from autograder.checks.told import cause_words
from autograder.report.export.common import ExportError
from autograder.report.export.filling import Wishes, as_number, fill
from autograder.report.export.moodle import Named, moodle_form
from autograder.report.export.sheet import read_sheet
from autograder.report.results import Standing, Student

CLASS = sample_class(6)
HEAD = [
    "Identifier",
    "Full name",
    "ID number",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
]
# mod_assign, assignfeedback_comments and core in Moodle's zh_cn language pack.
CHINESE = [
    "识别码",
    "全名",
    "学号",
    "Email地址",
    "状态",
    "成绩",
    "最高成绩",
    "允许更改成绩",
    "最后修改（学生）",
    "最后修改（教师）",
    "评语反馈",
]
GERMAN = [
    "ID",
    "Vollständiger Name",
    "ID-Nummer",
    "E-Mail-Adresse",
    "Status",
    "Bewertung",
    "Bestwertung",
    "Bewertung kann geändert werden",
    "Zuletzt geändert (Abgabe)",
    "Zuletzt geändert (Bewertung)",
    "Feedback als Kommentar",
]
SINCE = "Friday, 20 November 2026, 5:13 PM"


def worksheet(head=HEAD, who="Participant ", yes="Yes", no="No", **form) -> bytes:
    """As Moodle exports it. `grades`: student → grade; `locked`: those who are."""
    rows = [head]
    for number, each in enumerate(CLASS.students):
        student = each.student
        locked = student.id in form.get("locked", ())
        grade = form.get("grades", {}).get(student.id, "")
        cells = [f"{who}{4000 + number}", student.name, student.id, student.email]
        cells += ["Submitted for grading", grade, form.get("maximum", "100.00")]
        cells += [no if locked else yes, SINCE, SINCE if grade else "-"]
        rows.append([*cells, form.get("comments", {}).get(student.id, "")])
    without = form.get("without", ())
    kept = [place for place, heading in enumerate(head) if heading not in without]
    return written([[row[place] for place in kept] for row in rows], form.get("delimiter", ","))


def written(rows, delimiter=",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def export(content, results=CLASS, grade=None, identity=None, **wishes):
    form = moodle_form(read_sheet(content, "m.csv"), results.assignment, Named(grade, identity))
    filled = fill(form, results, Wishes(**wishes))
    return filled.sheet.to_bytes(), filled.remarks


def scores(results=CLASS, factor=1.0):
    return {
        f"Participant {4000 + number}": float(as_number(each.score * factor))
        for number, each in enumerate(results.students)
        if each.is_graded
    }


def taken(after, before, separator=","):
    return {who: grade for who, (grade, _) in moodle_takes(after, before, separator).items()}


def column(content, heading, delimiter=","):
    text = content.decode("utf-8").removeprefix("\ufeff")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row[heading] for row in rows]


@pytest.mark.parametrize("without", [(), ("ID number",), ("Email address",)])
def test_moodle_takes_the_scores(without):
    before = worksheet(without=without)
    after, remarks = export(before)
    assert taken(after, before) == scores()
    assert len(remarks) == 1


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_nothing_but_grades_is_changed(mark, end):
    before = mark + worksheet(comments={"s0000": "good"}).replace(b"\n", end)
    after, _ = export(before)
    for number, each in enumerate(CLASS.students, start=1):
        old, new = before.split(end)[number], after.split(end)[number]
        assert new == old.replace(b",,100.00", f",{as_number(each.score)},100.00".encode())
    assert before.split(end)[0] == after.split(end)[0]
    assert before.count(end) == after.count(end)


def test_a_locked_grade_stays():
    before = worksheet(locked=("s0001",), grades={"s0001": "12.00"})
    after, remarks = export(before)
    expected = {who: score for who, score in scores().items() if who != "Participant 4001"}
    assert taken(after, before) == expected
    assert column(after, "Grade")[1] == "12.00"
    assert "locked in Moodle, left as it was: s0001" in remarks


def test_a_score_above_the_maximum_is_written_as_the_maximum_and_said():
    extra = replace(CLASS.students[0].exercises[0], manual=60.0)
    first = replace(CLASS.students[0], exercises=(extra, *CLASS.students[0].exercises[1:]))
    results = with_student(CLASS, first)
    before = worksheet()
    after, remarks = export(before, results)
    assert taken(after, before)["Participant 4000"] == 100
    assert (
        f"more than the maximum, written as 100, which Moodle takes: s0000 ({first.score:g})"
        in remarks
    )


def test_another_maximum_is_an_error_that_names_both():
    before = worksheet(maximum="10.00")
    with pytest.raises(ExportError, match="found 10 points in Moodle; expected 100, those of rnn"):
        export(before)
    after, _ = export(before, scale=True)
    assert taken(after, before) == scores(factor=0.1)


def test_a_grade_in_words_is_refused():
    with pytest.raises(ExportError, match="found no single number as maximum grade"):
        export(worksheet(maximum="Poor\nGood"))


def test_the_graders_failure_and_no_submission_leave_what_is_there():
    one, two, three, *_ = CLASS.students
    results = with_student(CLASS, broken(one))
    results = with_student(results, replace(two, standing=Standing.NOT_GRADED, exercises=()))
    results = with_student(results, replace(three, standing=Standing.NO_SUBMISSION, exercises=()))
    before = worksheet(grades={"s0000": "7.00"})
    after, remarks = export(before, results)
    assert column(after, "Grade")[:3] == ["7.00", "", ""]
    assert "no submission, left as it was: s0002" in remarks
    after, _ = export(before, results, missing=0.0)
    assert column(after, "Grade")[:3] == ["7.00", "", "0"]


def test_a_worksheet_in_chinese_is_known_by_the_words_of_moodles_language_pack():
    before = worksheet(CHINESE, "参与者", "是", "否", locked=("s0002",))
    after, remarks = export(before, language="zh")
    expected = [as_number(each.score) for each in CLASS.students]
    expected[2] = ""
    assert column(after, "成绩") == expected
    assert "locked in Moodle, left as it was: s0002" in remarks
    assert column(after, "评语反馈")[0].startswith("softmax：")


def test_a_worksheet_in_another_language_is_filled_when_its_column_is_named():
    before = worksheet(GERMAN, "Teilnehmer/in", "Ja", "Nein", maximum="100,00", delimiter=";")
    with pytest.raises(ExportError, match=r"found no column 'Grade'.*--grade-column"):
        export(before)
    after, _ = export(before, grade="Bewertung")
    assert column(after, "Bewertung", ";") == [as_number(each.score) for each in CLASS.students]
    with pytest.raises(ExportError, match="found 90 points in Moodle"):
        export(before.replace(b"100,00", b"90,00"), grade="Bewertung")


def test_a_decimal_comma_stays():
    late = replace(CLASS.students[0], penalty=0.5)
    before = worksheet(maximum="100,00", delimiter=";")
    after, _ = export(before, with_student(CLASS, late))
    assert column(after, "Grade", ";")[0] == as_number(late.score, comma=True)
    assert taken(after, before, ";")["Participant 4000"] == late.score


def test_without_number_and_address_a_column_must_be_named():
    before = worksheet(without=("ID number", "Email address"))
    with pytest.raises(ExportError, match="found neither an ID number nor an email address"):
        export(before)
    named = [replace(each, student=_named(number)) for number, each in enumerate(CLASS.students)]
    results = replace(CLASS, students=tuple(named))
    for number, each in enumerate(CLASS.students):
        full = f"名{number} 姓{number}".encode()
        before = before.replace(_cell(each.student.name), full, 1)
    after, remarks = export(before, results, identity="Full name")
    assert taken(after, before) == scores()
    assert len(remarks) == 1


def _named(number):
    return Student(f"s{number:04d}", f"名{number}", f"姓{number}")


def _cell(name):
    return written([[name]]).strip()


def test_without_the_time_of_the_last_change_moodle_would_refuse_it():
    with pytest.raises(ExportError, match=r"found no column 'Last modified \(grade\)'; expected"):
        export(worksheet(without=("Last modified (grade)",)))


def test_comments_are_a_line_for_each_exercise_and_a_persons_own_are_kept():
    before = worksheet(comments={"s0001": "See me. <b>Well done</b>"})
    after, remarks = export(before, language="en")
    comments = column(after, "Feedback comments")
    for each, text in zip(CLASS.students, comments, strict=True):
        if each.student.id != "s0001":
            lines = text.split("<br />")
            names = [exercise.exercise.name for exercise in each.exercises]
            assert [line.split(":")[0] for line in lines] == names
            for line, exercise in zip(lines, each.exercises, strict=True):
                points = f"{exercise.score:g} of {exercise.exercise.points:g} points."
                assert line.startswith(f"{exercise.exercise.name}: {points}")
    assert comments[1] == "See me. <b>Well done</b>"
    assert "has a comment already, which is kept: s0001" in remarks


def test_what_failed_is_told_with_its_fact_and_its_likely_cause():
    after, _ = export(worksheet(), language="en")
    comments = "\n".join(column(after, "Feedback comments"))
    assert re.search(r": 0 of \d+ points\. \w+ is not written yet\.", comments)
    causes = [
        cause_words(exercise.hidden.diagnosis.causes[0], "en")
        for each in CLASS.students
        for exercise in each.exercises
        if exercise.hidden.diagnosis and exercise.hidden.diagnosis.causes
    ]
    assert causes
    for cause in causes:
        assert f"Most likely: {html.escape(cause, quote=False)}" in comments


def test_comments_of_an_earlier_export_are_replaced():
    first, _ = export(worksheet(), language="zh")
    again, remarks = export(first, language="en")
    assert all(text.startswith("softmax: ") for text in column(again, "Feedback comments"))
    assert not any("has a comment" in remark for remark in remarks)


def test_a_worksheet_without_a_column_of_comments_is_said_to_have_none():
    after, remarks = export(worksheet(without=("Feedback comments",)), language="en")
    assert column(after, "Grade") == [as_number(each.score) for each in CLASS.students]
    assert remarks[1:] == ("found no column of feedback comments: none are written",)


def test_what_students_wrote_is_text_in_a_comment_and_no_html():
    first = CLASS.students[0]
    named = replace(first.exercises[0].exercise, name="<script>")
    exercises = (replace(first.exercises[0], exercise=named), *first.exercises[1:])
    results = with_student(CLASS, replace(first, exercises=exercises))
    after, _ = export(worksheet(), results, language="en")
    assert column(after, "Feedback comments")[0].startswith("&lt;script&gt;: ")
    again, remarks = export(after, results, language="en")
    assert again == after
    assert not any("has a comment" in remark for remark in remarks)


PROFILE = ["First name", "Last name", "ID number", "Institution", "Department", "Email address"]


def grades(*items, last="Last downloaded from this course", first=None, columns=None) -> bytes:
    """The gradebook as plain text; the cells under `items` hold "-"."""
    rows = [[*PROFILE, *items, last]]
    for each in CLASS.students:
        student = each.student
        profile = [student.first_name, student.last_name, student.id, "", "", student.email]
        profile[0] = profile[0] if first is None else first + student.id
        cells = [(columns or {}).get(item, "-") for item in items]
        rows.append([*profile, *cells, "1795000000"])
    return written(rows)


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        ("Assignment: rnn (Real)", None),
        ("作业：rnn (实分)", None),
        ("Assignment: rnn", None),
        ("Assignment: Homework 1 (Real)", "Homework 1"),
        ("Assignment: Homework 1 (Real)", "Assignment: Homework"),
        ("Assignment: Homework 1 (Real)", "Assignment: Homework 1 (Real)"),
    ],
)
def test_the_gradebooks_column_is_named_by_the_assignment_or_the_beginning(item, wanted):
    before = grades("Quiz: Q (Real)", item, "Course total (Real)")
    after, remarks = export(before, grade=wanted)
    assert column(after, item) == [as_number(each.score) for each in CLASS.students]
    for other in ("Quiz: Q (Real)", "Course total (Real)", "Last downloaded from this course"):
        assert column(after, other) == column(before, other)
    assert len(remarks) == 1


def test_percentages_letters_and_feedback_are_not_filled():
    head = ("rnn (Real)", "rnn (Percentage)", "rnn (Letter)", "rnn (Feedback)")
    items = [f"Assignment: {each}" for each in head]
    values = dict(zip(items, ("80.00", "80.00 %", "B-", "good"), strict=True))
    before = grades(*items, columns=values)
    after, _ = export(before)
    assert column(after, items[0]) == [as_number(each.score) for each in CLASS.students]
    for other in items[1:]:
        assert column(after, other) == column(before, other)


def test_in_the_gradebook_nothing_is_emptied():
    """An emptied cell takes a grade away: `update_grade_item` of grade/import/csv."""
    item = "Assignment: rnn (Real)"
    absent = replace(CLASS.students[0], standing=Standing.NO_SUBMISSION, exercises=())
    after, _ = export(grades(item), with_student(CLASS, absent))
    assert column(after, item)[0] == "-"


def test_a_gradebook_of_people_whose_names_end_in_numbers_is_no_worksheet():
    before = grades("Assignment: rnn (Real)", first="Student ")
    after, _ = export(before)
    assert column(after, "Assignment: rnn (Real)")[0] == as_number(CLASS.students[0].score)


def test_the_gradebook_tells_no_maximum_to_scale_to():
    with pytest.raises(ExportError, match="found no maximum to scale to"):
        export(grades("Assignment: rnn (Real)"), scale=True)


def test_an_unknown_column_is_an_error_with_those_that_are():
    with pytest.raises(ExportError, match=r"no column 'rnn' to use; expected one of: 'Quiz: Q \("):
        export(grades("Quiz: Q (Real)"))
    with pytest.raises(ExportError, match=r"no column 'Matrikel' to use.*Name it with --id-column"):
        export(worksheet(), identity="Matrikel")


def test_whoever_did_not_hand_in_gets_no_more_than_the_maximum():
    """Moodle would skip it."""
    with pytest.raises(
        ExportError, match=r"--missing-as: found 101; expected at most 100\. Moodle"
    ):
        export(worksheet(), missing=101.0)


def test_a_comma_in_another_column_is_no_decimal_comma():
    """Moodle in English reads 21,5 as 21: `unformat_float` of lib/moodlelib.php."""
    late = replace(CLASS.students[0], penalty=0.5)
    before = worksheet().replace(b"Submitted for grading", b'"1,2"')
    after, _ = export(before, with_student(CLASS, late))
    assert taken(after, before)["Participant 4000"] == late.score


def test_the_gradebook_refuses_more_than_100_and_that_is_said():
    extra = replace(CLASS.students[0].exercises[0], manual=160.0)
    first = replace(CLASS.students[0], exercises=(extra, *CLASS.students[0].exercises[1:]))
    _, remarks = export(grades("Assignment: rnn (Real)"), with_student(CLASS, first))
    assert (
        "more than 100, which Moodle refuses with the whole file unless its site allows it: "
        f"s0000 ({first.score:g})" in remarks
    )
    _, remarks = export(grades("Assignment: rnn (Real)"))
    assert len(remarks) == 1


def test_a_comment_has_no_sign_that_php_reads_in_another_way():
    r"""`fgetcsv` takes \" for no end of a cell: https://www.php.net/manual/en/function.fgetcsv.php"""
    name = 'a\\" , \\'
    first = CLASS.students[0]
    named = replace(first.exercises[0].exercise, name=name)
    exercises = (replace(first.exercises[0], exercise=named), *first.exercises[1:])
    results = with_student(CLASS, replace(first, exercises=exercises))
    after, _ = export(worksheet(), results, language="en")
    comment = column(after, "Feedback comments")[0]
    assert "\\" not in comment
    assert '"' not in comment
    assert html.unescape(comment).startswith(f"{name}: ")
    again, remarks = export(after, results, language="en")
    assert again == after
    assert len(remarks) == 1


def test_two_assignments_of_the_same_name_are_to_be_renamed():
    rows = grades("Assignment: rnn (Real)", "Quiz: x (Real)").replace(
        b"Quiz: x", b"Assignment: rnn"
    )
    with pytest.raises(ExportError, match=r"found 2 columns 'Assignment: rnn \(Real\)'; expected"):
        export(rows)
