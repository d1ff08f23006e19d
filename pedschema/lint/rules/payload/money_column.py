"""The contract sends a column of type `money`, which is a text with a currency.

Its digits and its sign of the currency are those of the locale `C` in which the trigger function runs, as in
`$1,234.50`: a client that shows it shows dollars, and one that calculates has to read it first.

Instead: keep amounts as `numeric(12, 2)` or as cents in an integer, and let the client write the currency.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.carried import read_carried
from pedschema.lint.example import make_contract
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PAY014",
    Severity.WARNING,
    good=(make_contract("numeric(12,2)"), make_contract("money", columns='["id"]')),
    bad=(make_contract("money"), make_contract("money[]")),
    file="contract.toml",
)
def check(project: Project) -> Iterator[Hit]:
    """Yield columns of type money."""
    for carried in read_carried(project):
        if "money" in carried.types:
            yield carried.hit("is of type money", "send numeric(12, 2), or cents as an integer")
