"""The plugin that every run of Alembic loads: directives, their text in revisions, the comparison.

It is imported before anything is known about the run, so it imports little; what reads the contract comes
in with the first comparison.
"""

from __future__ import annotations

__all__ = ["setup"]

from typing import TYPE_CHECKING

from alembic.autogenerate.render import renderers
from alembic.operations import Operations

from pedschema.ops.adopt import AdoptTablesOp, ReleaseTablesOp
from pedschema.ops.kinds import OPERATIONS
from pedschema.ops.lock import LockTablesOp
from pedschema.ops.render import render_step
from pedschema.ops.retire import RestoreOp, RetireOp
from pedschema.ops.run import run_app_step, run_step
from pedschema.ops.step import OwnedOp

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from alembic.operations.ops import UpgradeOps
    from alembic.runtime.plugins import Plugin
    from alembic.util import PriorityDispatchResult

_APP_DIRECTIVES = {
    AdoptTablesOp: ("adopt_tables",),
    ReleaseTablesOp: ("release_tables",),
    LockTablesOp: ("lock_tables",),
    RetireOp: ("retire_trigger", "retire_function", "retire_policy"),
    RestoreOp: ("restore_trigger", "restore_function", "restore_policy"),
}


def setup(plugin: Plugin) -> None:
    """Register everything with Alembic, which calls this once."""
    for operation in OPERATIONS:
        for verb in ("create", "replace", "drop"):
            Operations.register_operation(f"{verb}_{operation.stem}", verb)(operation)
    for app_operation, directives in _APP_DIRECTIVES.items():
        for directive in directives:
            Operations.register_operation(directive)(app_operation)
        Operations.implementation_for(app_operation)(run_app_step)
    Operations.implementation_for(OwnedOp)(run_step)
    renderers.dispatch_for(OwnedOp)(render_step)
    renderers.dispatch_for(LockTablesOp)(lambda context, step: step.render(context))
    plugin.add_autogenerate_comparator(_compare_contract, "autogenerate", qualifier="postgresql")


def _compare_contract(context: AutogenContext, upgrade: UpgradeOps) -> PriorityDispatchResult:
    from pedschema.ops.autogenerate import compare_contract  # noqa: PLC0415  loads the contract's parsers

    return compare_contract(context, upgrade)
