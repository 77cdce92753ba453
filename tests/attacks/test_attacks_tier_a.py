"""Every attack, in tier A: bubblewrap, namespaces of its own, a system-call filter."""

import pytest
from every_attack import EveryAttack

pytestmark = pytest.mark.slow


class TestTierA(EveryAttack):
    tier = "A"
