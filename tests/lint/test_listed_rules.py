from __future__ import annotations

from pedschema.docgen.rules import load_all_rules

LISTED = {
    "CAT": 6,
    "TRG": 5,
    "POL": 15,
    "TOP": 7,
    "PAY": 2,
    "PUB": 4,
    "MIG": 2,
    "PRF": 4,
}
"""How many rules each family began with: 45."""


def test_every_id_of_the_list_has_a_rule_and_a_page() -> None:
    pages = {rule.id: rule.page for rule in load_all_rules()}
    wanted = [f"{family}{number:03}" for family, count in LISTED.items() for number in range(1, count + 1)]
    assert len(wanted) == 45
    assert [id_ for id_ in wanted if not pages.get(id_)] == []


def test_no_id_is_used_twice() -> None:
    ids = [rule.id for rule in load_all_rules()]
    assert len(ids) == len(set(ids))
