"""Files that others made: what is not replaced stays, byte by byte."""

import csv
import io

import numpy as np
import pytest
from test_export_common import SIGNS

from autograder.report.export.common import ExportError, quoted
from autograder.report.export.sheet import number_of, read_sheet

FILES = {
    "unix": "a,b,c\n1,2,3\n",
    "windows": "a,b,c\r\n1,2,3\r\n",
    "without a last line's end": "a,b,c\n1,2,3",
    "quotes where none are needed": '"a","b",c\n"1",2,"x ""y"" z"\n',
    "a line's end in a cell": 'a,b\n"1\r\n2",3\n',
    "rows of different lengths": "a,b,c\n1\n1,2,3,4\n\n,,\n",
    "semicolons": "a;b;c\n1,5;2;3\n",
    "tabs": "a\tb\tc\n1\t2\t3\n",
    "a mark": "\ufeffa,b,c\n1,2,3\n",
    "more semicolons than commas in a heading": 'a,"x;y;z;w"\n1,2\n3,4\n',
    "quotes within": 'a,b\n="x",2\n',
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_file_of_which_nothing_is_replaced_stays_as_it_is(text):
    content = text.encode("utf-8")
    assert read_sheet(content, "f.csv").to_bytes() == content


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_cells_mean_what_pythons_reader_says(text):
    sheet = read_sheet(text.encode("utf-8"), "f.csv")
    plain = io.StringIO(text.removeprefix("\ufeff"), newline="")
    rows = [row or [""] for row in csv.reader(plain, delimiter=sheet.delimiter)]
    assert [list(row.values) for row in sheet.rows] == rows


@pytest.mark.parametrize("seed", range(20))
def test_any_table_can_be_read_and_one_cell_replaced(seed):
    random = np.random.default_rng(seed)
    word = lambda: "".join(random.choice(SIGNS, int(random.integers(0, 7))))  # noqa: E731
    table = [["h", "i", "j"], *([word(), word(), word()] for _ in range(8))]
    delimiter = str(random.choice([",", ";"]))
    text = "".join(delimiter.join(quoted(c, delimiter) for c in row) + "\r\n" for row in table)
    sheet = read_sheet(text.encode("utf-8"), "f.csv")
    assert [list(row.values) for row in sheet.rows] == table
    row, column = int(random.integers(1, 9)), int(random.integers(0, 3))
    changed = sheet.with_cells({(row, column): "5"}).to_bytes().decode("utf-8")
    table[row][column] = "5"
    assert list(csv.reader(io.StringIO(changed, newline=""), delimiter=delimiter)) == table


def test_a_row_that_is_too_short_is_made_longer():
    sheet = read_sheet(b"a,b,c\n1\n", "f.csv").with_cells({(1, 2): "5"})
    assert sheet.to_bytes() == b"a,b,c\n1,,5\n"


def test_another_encoding_is_read_when_it_is_named_and_written_again():
    content = "姓名,分数\n小明,\n".encode("gb18030")
    with pytest.raises(ExportError, match=r"f\.csv: found byte 0x\w\w at 0; expected utf-8"):
        read_sheet(content, "f.csv")
    sheet = read_sheet(content, "f.csv", "gb18030")
    assert sheet.header == ("姓名", "分数")
    assert sheet.with_cells({(1, 1): "5"}).to_bytes() == "姓名,分数\n小明,5\n".encode("gb18030")


def test_what_an_encoding_lacks_is_an_error_that_names_it():
    sheet = read_sheet(b"a,b\n1,2\n", "f.csv", "latin-1").with_cells({(1, 1): "小"})
    with pytest.raises(ExportError, match="found '小' to write into a file in latin-1"):
        sheet.to_bytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "found an empty file"),
        (b"\n \n", "found an empty file"),
        (b'a,b\n1,2\n"x,3\n', "line 3: found a quotation mark without its other half"),
        (b'a,b\n"x"y,3\n', "line 2: found a quotation mark without its other half"),
    ],
)
def test_a_file_that_is_no_table_is_an_error_with_its_place(content, words):
    with pytest.raises(ExportError, match=words):
        read_sheet(content, "f.csv")


def test_an_unknown_encoding_is_an_error():
    with pytest.raises(ExportError, match="--encoding: found 'utf-9'"):
        read_sheet(b"a,b\n", "f.csv", "utf-9")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10.00", 10),
        ("10,00", 10),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        (" -3 ", -3),
        (".5", 0.5),
        ("", None),
        ("-", None),
        ("EX", None),
        ("(read only)", None),
        ("50 %", None),
    ],
)
def test_numbers_are_read_as_canvas_reads_them(text, number):
    """lib/gradebook_importer.rb, CSV::Converters[:decimal_comma_to_period]."""
    assert number_of(text) == number


def test_a_decimal_comma_is_seen_where_most_numbers_have_one():
    assert read_sheet(b"a;b\n10,00;x\n", "f").has_decimal_comma([0, 1])
    assert read_sheet(b"a;b\n10,00;1,5\n101.2;x\n", "f").has_decimal_comma([0, 1])
    assert not read_sheet(b"a;b\n10.00;1,5\n", "f").has_decimal_comma([0, 1])
    assert not read_sheet(b"a;b\n10;x\n", "f").has_decimal_comma([0, 1])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\x00", "found a workbook \\(xlsx, ods\\) or another zip; expected a CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "found a workbook \\(xls\\); expected a CSV file"),
        (b"%PDF-1.7\n", "found a PDF; expected a CSV file"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html><html>", "found a web page or a file for programs"),
        (b"<HTML><body>Log in", "found a web page or a file for programs"),
        (b'{"error": "unauthenticated"}', "found a web page or a file for programs"),
        ("a,b\n1,2\n".encode("utf-16"), "found UTF-16, in which spreadsheets save"),
        ("a,b\n1,2\n".encode("utf-16-le"), "found zeros between the letters"),
    ],
)
def test_what_is_no_csv_file_is_called_what_it_is(content, words):
    with pytest.raises(ExportError, match=words) as error:
        read_sheet(content, "f.csv")
    assert "Export it there again, as CSV or plain text" in str(error.value)


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("utf-16", b"\xff\xfe" + "a\tb\n小\t2\n".encode("utf-16-le")),
        ("UTF_16", b"\xfe\xff" + "a\tb\n小\t2\n".encode("utf-16-be")),
        ("utf-16", "a\tb\n小\t2\n".encode("utf-16-le")),
        ("utf-8-sig", "a\tb\n小\t2\n".encode()),
        ("utf-8-sig", "\ufeffa\tb\n小\t2\n".encode()),
    ],
    ids=["little", "big", "without a mark", "no mark there", "a mark there"],
)
def test_a_mark_stays_or_stays_away_whatever_the_encoding_is_called(encoding, content):
    sheet = read_sheet(content, "f.csv", encoding)
    assert sheet.header == ("a", "b")
    assert sheet.to_bytes() == content


@pytest.mark.parametrize(("encoding", "content"), [("utf-7", b"a,b\n+AGE-,2\n"), ("hex", b"6161")])
def test_an_encoding_in_which_bytes_would_change_is_refused(encoding, content):
    with pytest.raises(ExportError, match=r"f\.csv: found text that would not stay"):
        read_sheet(content, "f.csv", encoding)


def test_only_columns_of_points_tell_of_a_decimal_comma():
    sheet = read_sheet(b'a,b\n"1,2",10.00\n"1,3",\n', "f")
    assert sheet.has_decimal_comma([0])
    assert not sheet.has_decimal_comma([1])
