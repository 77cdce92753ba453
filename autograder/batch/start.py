"""The first steps of a worker's process: the student's rooms get warm while it imports the rest.

python -I -c "…main(DESCRIPTOR, DESCRIBED)"
"""

from __future__ import annotations

import json
import os
from multiprocessing.connection import Connection

from autograder.sandbox import affinity, processes
from autograder.sandbox.limits import Limits
from autograder.sandbox.rooms import StudentRooms
from autograder.sandbox.tiers import Walls


def main(descriptor: int, described: str) -> None:
    """Serve until the other end hangs up. `described` is JSON: the arguments of a `Worker`."""
    os.dup2(2, 1)
    told = json.loads(described)
    affinity.move_to(told["cpus"])
    processes.adopt_orphans()
    walls = Walls(**told["walls"])
    rooms = StudentRooms(Limits(), walls)

    from autograder.batch.serve import serve

    serve(Connection(descriptor), walls, rooms, told["store"])
