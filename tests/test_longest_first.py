"""Long files of tests are given out first, and none of them by a name that it had once."""

from tests.longest_first import HERE, SECONDS, longest_first


def test_every_file_named_is_there():
    assert [name for name in SECONDS if not (HERE / name).is_file()] == []


def test_long_files_come_first_and_their_tests_stay_in_order():
    short, long, longest = "test_cli.py", "judge/test_draws.py", "demo/test_demo.py"
    tests = [(short, 1), (long, 1), (long, 2), (longest, 1), (short, 2)]
    found = longest_first(tests, lambda test: HERE / test[0])
    assert found == [(longest, 1), (long, 1), (long, 2), (short, 1), (short, 2)]
