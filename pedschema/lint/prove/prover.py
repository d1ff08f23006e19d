"""Questions about a contract, and their answers."""

from __future__ import annotations

__all__ = ["Budget", "list_questions", "run_question"]

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import z3

from pedschema.lint.prove.admission import build_admission
from pedschema.lint.prove.languages import Domain
from pedschema.lint.prove.lift import lift
from pedschema.lint.prove.question import RIGHTS, Answer, Claim, Question, Verdict
from pedschema.lint.prove.solver import Solver
from pedschema.lint.prove.tell import tell
from pedschema.lint.prove.textless import without_texts
from pedschema.lint.prove.topics import AnyTopic, pattern_language
from pedschema.lint.prove.witness import find_ties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pedschema.lint.prove.admission import Admission
    from pedschema.lint.prove.question import Candidate, Confirm, Right
    from pedschema.lint.prove.witness import Tie
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.topic import Topic

_PRINTABLE = z3.Plus(z3.Range(" ", "~"))
_WISH_EFFORT = 500_000
"""Z3's units of work for what would only be nicer: about a second, and the same on a busy machine."""

_UNCONFIRMED = "a candidate was found that PostgreSQL does not confirm"


@dataclass(slots=True)
class Budget:
    """How long the solver may work, in seconds: on one check, and on all together.

    The clock of the whole starts with the budget.
    """

    seconds: float = 10.0
    total: float = 300.0
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self._ends = time.monotonic() + self.total

    @property
    def milliseconds(self) -> int:
        """What the next check may take."""
        left = min(self.seconds, self._ends - time.monotonic())
        return max(1, int(left * 1000))


def list_questions(catalogue: Catalogue, pattern: str = "") -> tuple[Question, ...]:
    """Return what is to be proved of a contract, in the order of its topics.

    Args:
        catalogue: the contract.
        pattern: a declared pattern, to leave all others and the claims about all topics out.
    """
    found: list[Question] = []
    for topic in catalogue.topics:
        if not pattern or pattern in {str(topic.pattern), topic.pattern.untyped}:
            for right in RIGHTS:
                declared = _declares(topic, right)
                claims = (Claim.WHO, Claim.CALLERS) if declared else (Claim.UNDECLARED,)
                found += [Question(claim, right, str(topic.pattern)) for claim in claims]
    if not pattern:
        found += [Question(claim, right) for claim in (Claim.OUTSIDE, Claim.RAISES) for right in RIGHTS]
    return tuple(found)


def run_question(catalogue: Catalogue, question: Question, budget: Budget, confirm: Confirm | None) -> Answer:
    """Return the answer to one question.

    Args:
        catalogue: the contract.
        question: one of `list_questions`.
        budget: bounds of the solver.
        confirm: asks a database about a candidate; without it nothing becomes a counterexample.
    """
    started = time.monotonic()
    answer = _Run(catalogue, question, budget, confirm).answer()
    return replace(answer, seconds=time.monotonic() - started)


def _declares(topic: Topic, right: Right) -> bool:
    if right.extension == "presence" and not topic.presence:
        return False
    return bool(topic.read if right.act == "read" else topic.write)


class _Run:
    """One question on its way to an answer."""

    def __init__(
        self, catalogue: Catalogue, question: Question, budget: Budget, confirm: Confirm | None
    ) -> None:
        self.catalogue, self.question, self.budget, self.confirm = catalogue, question, budget, confirm
        self.topic = next((t for t in catalogue.topics if str(t.pattern) == question.topic), None)
        self.refusal = ""

    def answer(self) -> Answer:
        exact = self._build(Domain())
        ties = find_ties(exact.world) if self.question.claim is Claim.WHO else ()
        wrong = self._wrong(exact, ties)
        if self._is_simple(exact, wrong):
            return self._proved(exact, ties)
        small = self._build(Domain(small=True))
        candidate = self._candidate(small, find_ties(small.world) if ties else ())
        if candidate and self._confirms(candidate):
            return self._refuted(exact, candidate)
        found = self._solver(exact).check(wrong)
        if found == z3.unsat:
            return self._proved(exact, ties)
        if found == z3.unknown:
            return self._undecided(exact, "the solver found no answer in time")
        candidate = self._candidate(exact, ties)
        if candidate and self._confirms(candidate):
            return self._refuted(exact, candidate)
        return self._undecided(exact, "")

    def _build(self, domain: Domain) -> Admission:
        return build_admission(
            self.catalogue, self.question.right, domain, self.topic.pattern if self.topic else None
        )

    def _solver(self, admission: Admission, most: int | None = None) -> Any:
        solver = Solver(self.budget.milliseconds, most)
        solver.add(*admission.world.axioms)
        return solver

    def _is_simple(self, admission: Admission, wrong: Any) -> bool:
        """Return whether the claim holds for whatever texts, or for texts that are only known by languages.

        Both leave facts about texts out, which can make a proof fail and never makes one.
        """
        known: dict[int, tuple[Any, Any]] = {}
        facts = (wrong, *admission.world.rules)
        for formulas in ([without_texts(fact, known) for fact in facts], facts):
            if Solver(self.budget.milliseconds).check(*formulas) == z3.unsat:
                return True
        return False

    def _wrong(self, admission: Admission, ties: Sequence[Tie]) -> Any:
        """Return when the claim fails."""
        claim, world = self.question.claim, admission.world
        if claim is Claim.RAISES:
            return admission.raises
        if claim is Claim.WHO:
            return z3.And(admission.admits, z3.Not(self._tied(ties)))
        if claim is Claim.CALLERS:
            return z3.And(admission.admits, self._stranger(admission))
        if claim is Claim.OUTSIDE and isinstance(world.topic, AnyTopic):
            languages = [pattern_language(t.pattern, world.domain) for t in self.catalogue.topics]
            outside = [z3.Not(z3.InRe(world.topic.string, language)) for language in languages]
            return z3.And(admission.admits, *outside)
        return admission.admits

    def _tied(self, ties: Sequence[Tie]) -> Any:
        names = self.topic.pattern.names if self.topic else ()
        return z3.And(*(z3.Or(*(tie.holds for tie in ties if tie.part == name)) for name in names))

    def _stranger(self, admission: Admission) -> Any:
        topic, world = self.topic, admission.world
        declared = (topic.read if self.question.right.act == "read" else topic.write) if topic else ()
        known = z3.Or(*map(world.is_role, declared))
        return z3.Not(known) if "anon" in declared else z3.Or(z3.Not(known), world.caller.null)

    def _proved(self, admission: Admission, ties: Sequence[Tie]) -> Answer:
        told = _PROVED[self.question.claim]
        if self.question.claim is Claim.RAISES and admission.world.doubts:
            return Answer(self.question, Verdict.UNDECIDED, admission.world.doubts[0], self._notes(admission))
        if self.question.claim is Claim.WHO:
            solver = self._solver(admission, _WISH_EFFORT)
            if solver.check(admission.admits) == z3.unsat:
                told = "nobody is admitted, whatever claims and rows say"
                return Answer(self.question, Verdict.NEVER_GRANTS, told, self._notes(admission))
            told = self._witness(admission, ties)
        return Answer(self.question, Verdict.PROVED, told, self._notes(admission))

    def _witness(self, admission: Admission, ties: Sequence[Tie]) -> str:
        """Return the ties that admission takes, without those that it can do without."""
        if not ties:
            return "the topic has no part that tells one from another"
        solver = self._solver(admission, _WISH_EFFORT)
        solver.add(admission.admits)
        told: dict[str, None] = {}
        for part in dict.fromkeys(tie.part for tie in ties):
            needed = self._needed(solver, [tie for tie in ties if tie.part == part])
            told[", or with ".join(dict.fromkeys(self._tell_tie(solver, tie) for tie in needed))] = None
        return f"admits only with {'; and with '.join(told)}"

    @staticmethod
    def _needed(solver: Any, ties: Sequence[Tie]) -> list[Tie]:
        """Return ties to one part of which admission takes one, none of them to spare."""
        absent = {f"tie.{tie.part}.{number}": tie for number, tie in enumerate(ties)}
        for name, tie in absent.items():
            solver.add(z3.Implies(z3.Bool(name), z3.Not(tie.holds)))
        needed = set(absent)
        if solver.check(*map(z3.Bool, absent)) == z3.unsat:
            needed = {str(name) for name in solver.unsat_core()}
        for name in sorted(needed):
            if solver.check(*(z3.Bool(each) for each in needed - {name})) == z3.unsat:
                needed.remove(name)
        return [tie for name, tie in absent.items() if name in needed]

    @staticmethod
    def _tell_tie(solver: Any, tie: Tie) -> str:
        return tie.tell(lambda holds: solver.check(tie.holds, z3.Not(holds)) == z3.unsat)

    def _candidate(self, admission: Admission, ties: Sequence[Tie]) -> Candidate | None:
        """Return a state in which the claim fails, with as few rows as will do."""
        world, wishes = admission.world, [self._wrong(admission, ties)]
        if isinstance(world.topic, AnyTopic):
            wishes.append(z3.InRe(world.topic.string, _PRINTABLE))
        model = self._model(admission, wishes)
        if model is None:
            return None
        raises = self.question.claim is Claim.RAISES
        # A cast is evaluated where rows lead to it; admission is told best with no row too many.
        rows = [row.exists if raises else z3.Not(row.exists) for row in world.rows]
        for wish in (z3.Not(world.caller.null), world.is_role("authenticated"), *rows):
            if not z3.is_true(model.eval(wish, model_completion=True)):
                better = self._model(admission, [*wishes, wish], _WISH_EFFORT)
                if better is None:
                    continue
                model = better
            wishes.append(wish)
        return lift(world, model, raises=raises)

    def _model(self, admission: Admission, conditions: Sequence[Any], most: int | None = None) -> Any:
        """Return a model, or None, of a new solver: one that is asked again may not stop in time."""
        solver = self._solver(admission, most)
        return solver.model() if solver.check(*conditions) == z3.sat else None

    def _confirms(self, candidate: Candidate) -> bool:
        if self.confirm is None:
            self.refusal = self.refusal or "a candidate was found, and no database was asked"
            return False
        reason = self.confirm(candidate)
        if reason:
            self.refusal = self.refusal or f"{_UNCONFIRMED}: {reason}"
        return not reason

    def _refuted(self, admission: Admission, candidate: Candidate) -> Answer:
        told = tell(candidate)
        return Answer(
            self.question, Verdict.COUNTEREXAMPLE, told, self._notes(admission), candidate=candidate
        )

    def _undecided(self, admission: Admission, told: str) -> Answer:
        doubts = admission.world.doubts if self.question.claim is Claim.RAISES else admission.world.notes
        reasons = [text for text in (self.refusal, told) if text] + [
            f"not understood: {each}" for each in doubts[:1]
        ]
        return Answer(self.question, Verdict.UNDECIDED, "; ".join(reasons), self._notes(admission))

    @staticmethod
    def _notes(admission: Admission) -> tuple[str, ...]:
        return tuple(dict.fromkeys(admission.world.notes))


_PROVED = {
    Claim.WHO: "",
    Claim.CALLERS: "admits only roles that the contract names, and nobody without sub",
    Claim.UNDECLARED: "grants nobody what the contract does not declare",
    Claim.OUTSIDE: "admits to no topic outside of the declared patterns",
    Claim.RAISES: "no topic makes a policy raise",
}
