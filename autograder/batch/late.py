"""Late penalties, by the configured plugin and nbgrader's own rules."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config
from traitlets.utils.importstring import import_item


class LatePenalties:
    """The penalty of a notebook. Without `AssignLatePenalties` among the preprocessors: none."""

    def __init__(self, preprocessors: tuple[str, ...], config: Config) -> None:
        kinds = [import_item(dotted) for dotted in preprocessors]
        made = [kind(config=config) for kind in kinds if issubclass(kind, AssignLatePenalties)]
        self._assign: Any = made[0] if made and made[0].enabled else None
        if self._assign is not None:
            self._assign.init_plugin()

    @property
    def are_assigned(self) -> bool:
        return self._assign is not None

    def of(self, student: str, score: float, seconds_late: float) -> float | None:
        """The penalty of a notebook with this score; None for none."""
        if self._assign is None or seconds_late <= 0:
            return None
        penalty = self._assign.plugin_inst.late_submission_penalty(student, score, seconds_late)
        if penalty is None:
            return None
        bounded: float = self._assign._check_late_penalty(SimpleNamespace(score=score), penalty)
        return bounded
