"""Garbage is looked for less often in a student's room, and still goes."""

import gc

from autograder.sandbox.garbage import YOUNG_OBJECTS, collect_rarely

MAKE_CYCLES = """
import gc, weakref
class Node: pass
def cycle():
    node = Node()
    node.self = node
    return weakref.ref(node)
alive = [cycle() for _ in range({count})]
print(gc.isenabled(), sum(each() is not None for each in alive) < {count})
"""


def test_a_room_looks_for_garbage_rarely_but_does(room):
    run = room.run_cell(MAKE_CYCLES.format(count=3 * YOUNG_OBJECTS), 1)
    assert run.outputs[0]["text"] == "True True\n"


def test_a_few_cycles_are_left_alone(room):
    run = room.run_cell(MAKE_CYCLES.format(count=1_000), 1)
    assert run.outputs[0]["text"] == "True False\n"


def test_only_the_first_threshold_changes():
    before = gc.get_threshold()
    try:
        collect_rarely()
        assert gc.get_threshold() == (YOUNG_OBJECTS, *before[1:])
    finally:
        gc.set_threshold(*before)
