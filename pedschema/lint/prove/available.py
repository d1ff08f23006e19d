"""Whether the solver is there: an extra, since most people never prove anything."""

from __future__ import annotations

__all__ = ["require_solver"]

from importlib.util import find_spec

from pedschema.errors import Mistake, UsageError


def require_solver() -> None:
    """Return if Z3 can be imported.

    Raises:
        UsageError: it is not installed.
    """
    if find_spec("z3") is None:
        what = "proofs need the solver Z3, which is not installed"
        fix = "run `pip install 'pedschema[prove]'`"
        raise UsageError(Mistake("pedschema prove", what, fix, "solver-missing"))
