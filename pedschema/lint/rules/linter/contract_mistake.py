"""The contract has a mistake.

Nothing that compares the contract with policies, triggers or a database can be judged. `pedschema check`
says the same and stops there; the linter goes on with the SQL that it can read.

Instead: do what the message says.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.note import NoteKind
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "LNT004",
    Severity.ERROR,
    good=(
        """
        name = "app"
        schema = "app"
        realtime = "2.129.8"
        app_schemas = ["public"]

        [limits]
        payload_bytes = 256000
        events_per_second = 100
        joins_per_second = 100
        channels_per_client = 100
        clients = 200
        --- schema.lock
        {"version": 2, "enums": {}, "tables": {}}
        """,
    ),
    bad=('name = "app"', 'name = "app'),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield what reading noted."""
    return project.noted(NoteKind.CONTRACT_MISTAKE)
