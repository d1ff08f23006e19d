"""A plan as JSON."""

from __future__ import annotations

__all__ = ["render_plan"]

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pedschema.deploy.access import Shift
    from pedschema.deploy.approval import Approval
    from pedschema.deploy.blockers import Blocker
    from pedschema.deploy.plan import Plan, PlannedLock, PlannedStep
    from pedschema.deploy.verdict import Verdict

_VERSION = 1


def render_plan(plan: Plan, verdict: Verdict | None, *, unknown: str = "") -> str:
    """Return the plan as one JSON object that ends in a newline.

    Keys are added with time and never change their meaning within one `version`.

    Args:
        plan: what would be run.
        verdict: the changes of access; None when nothing would be run.
        unknown: why the access before is not known.
    """
    revisions = [
        {
            "id": revision.id,
            "file": str(revision.file),
            "title": revision.title,
            "steps": [_step(step) for step in plan.steps if step.revision == revision.id],
        }
        for revision in plan.revisions
    ]
    changes = verdict.shifts if verdict else ()
    data = {
        "version": _VERSION,
        "current": list(plan.heads),
        "direction": "downgrade" if plan.is_downgrade else "upgrade",
        "bookkeeping": [_step(step) for step in plan.steps if not step.revision],
        "revisions": revisions,
        "access": {
            "unknown": unknown or None,
            "changes": [_shift(shift, approval) for shift, approval in changes],
            "unapproved": len(verdict.open) if verdict else 0,
            "unused_approvals": [_approval(approval) for approval in verdict.unused] if verdict else [],
        },
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _step(step: PlannedStep) -> dict[str, object]:
    return {
        "object": step.object,
        "kinds": list(step.kinds),
        "sql": step.sql,
        "locks": [_lock(each) for each in step.locks],
        "locks_known": step.is_all,
    }


def _lock(planned: PlannedLock) -> dict[str, object]:
    lock = planned.lock
    return {
        "relation": lock.relation,
        "mode": str(lock.mode),
        "stops": lock.mode.stops or None,
        "partitions": lock.children,
        "exists": planned.exists,
        "blocked_by": [_blocker(blocker) for blocker in planned.blockers],
    }


def _blocker(blocker: Blocker) -> dict[str, object]:
    return {
        "relation": blocker.relation,
        "mode": str(blocker.mode),
        "granted": blocker.granted,
        "pid": blocker.pid,
        "application": blocker.application,
        "state": blocker.state,
        "seconds": blocker.seconds,
    }


def _shift(shift: Shift, approval: Approval | None) -> dict[str, object]:
    return {
        "direction": "widens" if shift.widens else "narrows",
        "kind": str(shift.kind),
        "pattern": shift.pattern,
        "right": str(shift.right),
        "persona": shift.persona,
        "role": shift.role,
        "topics": list(shift.topics),
        "approved_by": _approval(approval) if approval else None,
    }


def _approval(approval: Approval) -> dict[str, object]:
    return {
        "file": approval.file,
        "line": approval.line,
        "pattern": approval.pattern,
        "reason": approval.reason,
    }
