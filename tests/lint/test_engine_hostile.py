"""Whatever parses: examples with words out of place are read by every rule, and none breaks."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from pglast import scan

from pedschema.lint.build import build_project
from pedschema.lint.engine import run_rules
from pedschema.lint.registry import load_rules
from pedschema.lint.rule import EXAMPLE
from pedschema.lint.source import Origin, Source

RULES = load_rules()
EXAMPLES = [
    [text[token.start : token.end + 1] for token in scan(text)]
    for rule in RULES
    if rule.file == EXAMPLE
    for text in (*rule.good, *rule.bad)
]
WORDS = sorted({word for words in EXAMPLES for word in words})
HEAVY = ("alembic", "sqlalchemy", "pydantic")


def _disturb(words: list[str], chance: random.Random) -> str:
    words = list(words)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(words))
        kind = chance.choice(("drop", "change", "add", "swap"))
        if kind == "drop" and len(words) > 1:
            del words[at]
        elif kind == "change":
            words[at] = chance.choice(WORDS)
        elif kind == "add":
            words.insert(at, chance.choice(WORDS))
        else:
            other = chance.randrange(len(words))
            words[at], words[other] = words[other], words[at]
    return " ".join(words)


@pytest.mark.parametrize("seed", range(10))
def test_no_rule_breaks_on_examples_with_words_out_of_place(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same texts in every run
    for _ in range(60):
        text = _disturb(chance.choice(EXAMPLES), chance)
        outcome = run_rules(build_project([Source(text, Origin.MIGRATION, EXAMPLE)]), RULES)

        assert outcome.failures == (), text


def test_linter_loads_nothing_that_only_other_commands_need() -> None:
    code = (
        "import sys, pedschema.lint.read, pedschema.lint.registry as r; r.load_rules(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert not set(HEAVY) & set(done.stdout.split())
