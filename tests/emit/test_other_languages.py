"""The page for languages without an emitter: its tables are whole, its examples are of their grammars."""

from __future__ import annotations

import re
from typing import get_args

import pytest
import tree_sitter
import tree_sitter_dart
import tree_sitter_swift

from pedschema.model.wire import EventKind, Wire
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "other-languages.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.partition("## One event, by hand")[2]
GRAMMARS = {"struct": tree_sitter_swift.language, "class": tree_sitter_dart.language}


def test_every_kind_of_value_and_event_has_its_row() -> None:
    rows = {
        row for line in PAGE.split("\n") if line.startswith("| `") for row in re.findall(r"`(\w+)`", line)
    }
    kinds = {str(each.__dataclass_fields__["kind"].default) for each in get_args(Wire)}
    assert kinds
    assert kinds <= rows
    assert {str(kind) for kind in EventKind} <= rows


@pytest.mark.parametrize("word", GRAMMARS)
def test_an_example_is_of_its_language(word: str) -> None:
    (block,) = re.findall(rf"^    {word} MessagesInsert.*?^    }}$", EXAMPLE, re.MULTILINE | re.DOTALL)
    parser = tree_sitter.Parser(tree_sitter.Language(GRAMMARS[word]()))
    source = re.sub(r"^    ", "", block, flags=re.MULTILINE)
    assert not parser.parse(source.encode()).root_node.has_error
    assert parser.parse(source.replace("{", "{ let let", 1).encode()).root_node.has_error
