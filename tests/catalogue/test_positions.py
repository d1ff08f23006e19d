from __future__ import annotations

import tomllib

import pytest

from pedschema.catalogue.positions import Path, find_lines

TEXT = '''\
# a = 1
title = "x # no comment" # a comment
dotted."key.two".three = [1, 2,
  3, { a = "]", b = [
    "}" ] },
]

[table]
text = """
[not.a.table]
no = "key"\\"""
"""
after = \'\'\'
[neither]\'\'\'
when = 2026-01-01 00:00:00Z

[[table.list]]
a = 1
[table.list.sub."x y"]
b = 1
[[table.list]]
a.b = 1
[table.list.sub]
b = 1
[[table.list.deep]]
c = 1
[[table.list.deep]]
d = ""
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("dotted",), 3),
        (("dotted", "key.two", "three"), 3),
        (("dotted", "key.two", "three", 2), 4),
        (("dotted", "key.two", "three", 3, "b"), 4),
        (("dotted", "key.two", "three", 3, "b", 0), 5),
        (("table",), 8),
        (("table", "after"), 13),
        (("table", "when"), 15),
        (("table", "list", 0), 17),
        (("table", "list", 0, "sub", "x y", "b"), 20),
        (("table", "list", 1), 21),
        (("table", "list", 1, "a", "b"), 22),
        (("table", "list", 1, "sub", "b"), 24),
        (("table", "list", 1, "deep", 1, "d"), 28),
    ],
)
def test_line_of_a_key(path: Path, line: int) -> None:
    assert find_lines(TEXT)[path] == line


def test_every_key_and_element_of_the_document_has_a_line() -> None:
    assert set(find_lines(TEXT)) == set(paths(tomllib.loads(TEXT), ()))


def paths(value: object, at: Path) -> list[Path]:
    below: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        below = list(value.items())
    elif isinstance(value, list):
        below = list(enumerate(value))
    return [at, *(path for key, inner in below for path in paths(inner, (*at, key)))]
