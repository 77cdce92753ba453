"""Headings of the files that Moodle exports, in English and in Chinese.

From Moodle's language packs: mod_assign (recordid, maxgrade, gradecanbechanged, lastmodifiedgrade),
assignfeedback_comments (pluginname), gradeexport_txt (timeexported) and core (grade, fullname,
idnumber, username, no). What is not found here can be named with --grade-column and --id-column.
"""

from __future__ import annotations

from collections.abc import Sequence

IDENTIFIER = ("identifier", "识别码")
GRADE = ("grade", "成绩")
MAXIMUM = ("maximum grade", "最高成绩")
CHANGEABLE = ("grade can be changed", "允许更改成绩")
MODIFIED = ("last modified (grade)", "最后修改（教师）")
COMMENTS = ("feedback comments", "评语反馈")
ID_NUMBER = ("id number", "学号")
USERNAME = ("username", "用户名")
FULL_NAME = ("full name", "全名")
LAST_DOWNLOADED = ("last downloaded from this course", "上次下载")
NO = ("no", "否")


def place_of(words: Sequence[str], header: Sequence[str]) -> int | None:
    """The column of one of these headings."""
    for place, heading in enumerate(header):
        if heading.casefold() in words:
            return place
    return None
