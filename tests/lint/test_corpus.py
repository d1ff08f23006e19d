"""Policies as people write them: each text against the ids that its first line expects, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pedschema.lint.build import build_project
from pedschema.lint.registry import load_rules
from pedschema.lint.rule import EXAMPLE
from pedschema.lint.source import Origin, Source

HERE = Path(__file__).parent / "corpus"
CORPUS = sorted(HERE.glob("*.sql"))
SEEDS = sorted(HERE.glob("seeds/*.sql"))
CONTRACT = sorted((Path(__file__).parents[2] / "policies").glob("*/*.sql"))
RULES = [
    rule
    for rule in load_rules()
    if rule.id[:3] in {"POL", "TOP", "PRF"} and not rule.live and rule.file == EXAMPLE
]
"""Those that judge a policy wherever it stands."""


def _ids(*texts: str) -> set[str]:
    project = build_project([Source(text, Origin.SCRIPT, "rooms.sql") for text in texts])
    return {finding.id for rule in RULES for finding in rule.check(project)}


def _expected(text: str) -> set[str]:
    match = re.match(r"-- expect: (.+)\n", text)
    assert match, "the first line says what is expected"
    return set() if match[1] == "nothing" else set(match[1].split(", "))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_policy_has_exactly_the_expected_findings(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert _ids(text) == _expected(text)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeded_mistake_is_found_alone_and_its_cure_is_clean(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert _ids(text) == _expected(text)
    assert (_expected(text) == set()) is path.name.endswith(".cured.sql")


def test_corpus_is_large_and_covers_every_rule() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*CORPUS, *SEEDS)]
    expected = set().union(*map(_expected, texts))

    assert len(CORPUS) >= 60
    assert expected == {rule.id for rule in RULES}
    assert sum(_expected(text) == set() for text in texts) >= 30


@pytest.mark.parametrize("path", CONTRACT, ids=lambda path: path.stem)
def test_contract_of_this_repository_is_clean(path: Path) -> None:
    assert _ids(path.read_text(encoding="utf-8")) == set()


def test_contract_of_this_repository_is_clean_together() -> None:
    assert _ids(*(path.read_text(encoding="utf-8") for path in CONTRACT)) == set()
