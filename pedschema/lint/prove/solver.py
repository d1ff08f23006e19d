"""Z3's solver, which comes to the same whatever the process has asked before."""

from __future__ import annotations

__all__ = ["Solver"]

from typing import Any

import z3


class Solver:
    """A solver in a context of its own, for formulas of the main one.

    Z3 chooses by the age of terms, so one question took 2 s or 35 s by what had been asked before it.
    """

    def __init__(self, milliseconds: int | None = None, most: int | None = None) -> None:
        """Take bounds of each check: of time, and of Z3's units of work; None for no bound."""
        self._context = z3.Context()
        self._solver = z3.Solver(ctx=self._context)
        if milliseconds is not None:
            self._solver.set("timeout", milliseconds)
        if most is not None:
            self._solver.set("rlimit", most)

    def add(self, *facts: Any) -> None:
        """Take facts that hold in every check."""
        self._solver.add(*map(self._take, facts))

    def check(self, *facts: Any) -> Any:
        """Return whether the facts can hold together: sat, unsat or unknown."""
        return self._solver.check(*map(self._take, facts))

    def model(self) -> Any:
        """Return the state that the last check has found."""
        return self._solver.model().translate(z3.main_ctx())

    def unsat_core(self) -> list[Any]:
        """Return facts of the last check that cannot hold together."""
        return [fact.translate(z3.main_ctx()) for fact in self._solver.unsat_core()]

    def _take(self, fact: Any) -> Any:
        return fact.translate(self._context)
