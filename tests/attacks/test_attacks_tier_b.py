"""Every attack, in tier B: Landlock and a system-call filter, with nothing to install."""

import pytest
from every_attack import EveryAttack

pytestmark = pytest.mark.slow


class TestTierB(EveryAttack):
    tier = "B"
