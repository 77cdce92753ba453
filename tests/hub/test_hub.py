"""docs/hub.md, followed on a real hub by an instructor and two students of this machine."""

import json

import pytest
from hub_machine import machine, why_not
from hub_person import Person
from hub_story import NoNetworkError, the_page_is_followed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def story():
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with machine("teacher", "ada", "bo") as made:
        try:
            with the_page_is_followed(made) as followed:
                yield followed
        except NoNetworkError as error:
            pytest.skip(f"packages can't be installed: {error}")


def scores(story):
    found = story.people["teacher"].has("formgrader/api/submissions/rnn")
    return {entry["student"]: entry["score"] for entry in found}


def test_the_instructors_formgrader_sees_both_with_their_scores(story):
    assert scores(story) == {story.account("ada"): 100, story.account("bo"): 86}
