"""The text of a file that somebody exported; or what the file is instead."""

from __future__ import annotations

import codecs

from autograder.report.export.common import ExportError

# How files begin that are saved in the place of CSV.
NO_TEXT = (
    (b"PK\x03\x04", "a workbook (xlsx, ods) or another zip"),
    (b"\xd0\xcf\x11\xe0", "a workbook (xls)"),
    (b"%PDF", "a PDF"),
)
NO_TABLE = ("<!doctype", "<html", "<?xml", "{")
WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
AGAIN = "Export it there again, as CSV or plain text"


def decoded(content: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    """The text, with its mark (BOM) if it has one, and the encoding that gives these very bytes.

    UTF-8 unless an encoding is named. Raises `ExportError`.
    """
    for begin, what in NO_TEXT:
        if content.startswith(begin):
            raise ExportError(f"{name}: found {what}; expected a CSV file. {AGAIN}")
    wide = next((codec for mark, codec in WIDE if content.startswith(mark)), None)
    if wide and encoding is None:
        raise ExportError(
            f"{name}: found UTF-16, in which spreadsheets save “Unicode text”; expected UTF-8. "
            f"{AGAIN}, or add --encoding utf-16"
        )
    codec = _exact(encoding or "utf-8", wide)
    text = _text(content, name, codec)
    _check_table(text, name)
    return text, codec


def _exact(encoding: str, wide: str | None) -> str:
    """The codec that leaves the mark in the text, where it stays as it is."""
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        raise ExportError(
            f"--encoding: found {encoding!r}; expected a name such as utf-8, gb18030 or latin-1"
        ) from None
    exact = {"utf-8-sig": "utf-8", "utf-16": wide or "utf-16-le"}
    return exact.get(codec, encoding)


def _text(content: bytes, name: str, codec: str) -> str:
    try:
        text = content.decode(codec)
        is_exact = text.encode(codec) == content
    except UnicodeDecodeError as error:
        raise ExportError(
            f"{name}: found byte 0x{content[error.start]:02x} at {error.start}; expected "
            f"{codec}. Name the file's encoding: --encoding gb18030 (Chinese Windows), cp1252 "
            "(Western Windows)"
        ) from None
    except (LookupError, UnicodeError):
        is_exact = False
    if not is_exact:
        raise ExportError(
            f"{name}: found text that would not stay as it is in {codec}; expected UTF-8. {AGAIN}"
        )
    return text


def _check_table(text: str, name: str) -> None:
    begin = text.lstrip("\ufeff \t\r\n")[:20].lower()
    if begin.startswith(NO_TABLE):
        raise ExportError(
            f"{name}: found a web page or a file for programs; expected a CSV file. {AGAIN}"
        )
    if "\0" in text:
        raise ExportError(
            f"{name}: found zeros between the letters, as UTF-16 has them; expected UTF-8. "
            f"{AGAIN}, or add --encoding utf-16"
        )
