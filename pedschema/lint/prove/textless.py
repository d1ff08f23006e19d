"""Formulas without what they say about texts: what holds of them holds whatever the texts are."""

from __future__ import annotations

__all__ = ["without_texts"]

from typing import Any

import z3


def without_texts(formula: Any, known: dict[int, tuple[Any, Any]]) -> Any:
    """Return the formula with every condition on a text as a truth value of its own, one for each condition.

    The solver gives one number to one term, so that what is known of it is looked up; `known` keeps the term,
    since numbers of terms that are gone are given again.
    """
    if not z3.is_bool(formula) or not formula.children():
        return formula
    number = formula.get_id()
    if number not in known:
        children = formula.children()
        if any(child.sort() == z3.StringSort() for child in children):
            made = z3.Bool(f"text.{number}")
        elif all(map(z3.is_bool, children)):
            made = formula.decl()(*(without_texts(child, known) for child in children))
        else:
            made = formula
        known[number] = (formula, made)
    return known[number][1]
