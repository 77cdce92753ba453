"""nbgrader's check of its cells' metadata, without checking the schema anew for every cell."""

from __future__ import annotations

import json

from jsonschema.validators import validator_for
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator, ValidationError
from nbgrader.nbgraderformat.common import BaseMetadataValidator
from nbgrader.preprocessors import CheckCellMetadata

from autograder.nbgrader.context import Resources

MOST_KEPT = 10_000


class _SchemaOnce(BaseMetadataValidator):
    """What nbgrader's validator calls `super()`: the part that asks jsonschema."""

    def __init__(self) -> None:
        super().__init__()
        self._schema = validator_for(self.schema)(self.schema)
        # All submissions of an assignment have the same metadata, once they are restored.
        self._accepted: set[str] = set()

    def validate_cell(self, cell: NotebookNode) -> None:
        ours = cell.metadata.get("nbgrader")
        is_current = ours is not None and ours.get("schema_version") == self.schema_version
        if is_current and self._accepts(ours):
            return
        super().validate_cell(cell)  # nothing to check, or nbgrader's own words for what is wrong

    def _accepts(self, ours: NotebookNode) -> bool:
        text = json.dumps(ours, sort_keys=True)
        if text in self._accepted:
            return True
        accepted = bool(self._schema.is_valid(ours))
        if accepted and len(self._accepted) < MOST_KEPT:
            self._accepted.add(text)
        return accepted


class QuickValidator(MetadataValidator, _SchemaOnce):
    """nbgrader's validator, with the step above in the place of its base's."""


class CheckMetadata(CheckCellMetadata):
    """Put it in the place of `CheckCellMetadata`; it accepts and refuses the same."""

    _validator: QuickValidator | None = None

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Raises nbgrader's `ValidationError`, after nbgrader's own words in the log."""
        if CheckMetadata._validator is None:
            CheckMetadata._validator = QuickValidator()
        try:
            CheckMetadata._validator.validate_nb(nb)
        except ValidationError:
            told: tuple[NotebookNode, Resources] = super().preprocess(nb, resources)
            return told
        return nb, resources
