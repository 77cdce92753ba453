"""A student, as a class list and nbgrader's gradebook know one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Student:
    """`id` is the account's name on the hub, and always there. What is not known is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """First and last name, else the id."""
        return " ".join(filter(None, (self.first_name, self.last_name))) or self.id
