"""Long files of tests are given out first, and none of them by a name that it had once."""

from tests.longest_first import HERE, SECONDS, TOGETHER, longest_first, portion


def test_every_file_named_is_there():
    assert [name for name in SECONDS if not (HERE / name).is_file()] == []
    named = TOGETHER.keys() | TOGETHER.values()
    assert [name for name in named if not (HERE.parent / name).is_file()] == []


def test_long_files_come_first_and_their_tests_stay_in_order():
    short, long, longest = "test_cli.py", "audit/test_suites.py", "demo/test_demo.py"
    tests = [(short, 1), (long, 1), (long, 2), (longest, 1), (short, 2)]
    found = longest_first(tests, lambda test: HERE / test[0])
    assert found == [(longest, 1), (long, 1), (long, 2), (short, 1), (short, 2)]


def test_a_file_is_one_portion_and_so_are_files_that_belong_together():
    assert portion("tests/test_cli.py::test_x[a::b]") == "tests/test_cli.py"
    first, *_ = TOGETHER
    assert portion(f"{first}::test_x") == portion(f"{TOGETHER[first]}::test_y") == TOGETHER[first]
