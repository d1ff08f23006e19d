"""Which rules a run asks: by id, by the beginning of ids, by name."""

from __future__ import annotations

__all__ = ["find_rule", "select_rules"]

import difflib
from typing import TYPE_CHECKING

from pedschema.errors import Mistake, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pedschema.lint.rule import Rule


def select_rules(
    rules: Sequence[Rule], select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> tuple[Rule, ...]:
    """Return the rules that `select` means, all when it is empty, without those that `ignore` means.

    Each word is an id, the beginning of ids, or a name; several may stand in one, with commas between.

    Raises:
        UsageError: a word means no rule.
    """
    wanted = [word for text in select for word in _words(text)]
    unwanted = [word for text in ignore for word in _words(text)]
    chosen = {rule.id for word in wanted for rule in _meant(rules, word)} or {rule.id for rule in rules}
    left_out = {rule.id for word in unwanted for rule in _meant(rules, word)}
    return tuple(rule for rule in rules if rule.id in chosen - left_out)


def find_rule(rules: Sequence[Rule], word: str) -> Rule:
    """Return the rule of that id or name.

    Raises:
        UsageError: there is none.
    """
    for rule in rules:
        if word.upper() == rule.id or word.lower().replace("_", "-") == rule.name:
            return rule
    raise UsageError(_unknown(rules, word))


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _meant(rules: Sequence[Rule], word: str) -> list[Rule]:
    name = word.lower().replace("_", "-")
    found = [rule for rule in rules if rule.id.startswith(word.upper()) or rule.name == name]
    if not found:
        raise UsageError(_unknown(rules, word))
    return found


def _unknown(rules: Sequence[Rule], word: str) -> Mistake:
    words = {each.lower(): each for rule in rules for each in (rule.id, rule.name)}
    near = difflib.get_close_matches(word.lower().replace("_", "-"), words, n=1)
    fix = f'did you mean "{words[near[0]]}"?' if near else "`pedschema explain` lists the rules"
    return Mistake("command line", f'no rule is called "{word}"', fix, "rule-unknown")
