"""The demo's students; the endless loop of one waits for its time limit without working."""

from dataclasses import replace

from autograder.demo.students import ENDLESS, STUDENTS, SampleStudent

BUSY = "caches[t - 1]"
assert BUSY in ENDLESS
WAITING = f"import time\n\n{ENDLESS.replace(BUSY, 'time.sleep(0.5)')}"


def _waits(student: SampleStudent) -> SampleStudent:
    return replace(
        student, answers=lambda material: {**student.answers(material), "gradient_norms": WAITING}
    )


PATIENT_STUDENTS = tuple(
    _waits(student) if student.name == "rosa" else student for student in STUDENTS
)
