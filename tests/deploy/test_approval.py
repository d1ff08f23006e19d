from __future__ import annotations

import pytest

from pedschema.deploy.access import Right, Shift
from pedschema.deploy.approval import Approval, parse_approvals
from pedschema.deploy.verdict import judge_shifts
from pedschema.errors import ContractError
from pedschema.probe.topics import TopicKind

CHAT = "room:{room_id:uuid}:chat"


def shift(kind: TopicKind = TopicKind.DECLARED, *, widens: bool = True) -> Shift:
    return Shift(kind, CHAT, Right.READ, widens, "guest", "anon", ("room:<open>:chat",))


GAIN = shift()


@pytest.mark.parametrize("dash", ["\u2014", "\u2013", "-", "--", ":"])
def test_comment_approves_with_a_reason(dash: str) -> None:
    text = f"x = 1\n# pedschema: widens {CHAT} {dash} guests may listen, see ticket: 7\n"

    assert parse_approvals(text, "a.py") == (Approval("a.py", 2, CHAT, "guests may listen, see ticket: 7"),)


def test_comment_may_stand_behind_code_and_below_a_docstring() -> None:
    text = f'"""Title."""\n\ndef upgrade():\n    pass  # pedschema: widens {CHAT} — why not\n'

    assert [(each.line, each.reason) for each in parse_approvals(text, "a.py")] == [(4, "why not")]


@pytest.mark.parametrize(
    "text",
    [
        f'"""\n# pedschema: widens {CHAT} — a docstring\n"""\n',
        f"sql = '# pedschema: widens {CHAT} — a string'\n",
        "# pedschema: allow MIG001 — another comment\n",
        f"# widens {CHAT} — without the mark\n",
        f"# pedschema: widensx {CHAT} — another word\n",
    ],
)
def test_what_is_no_such_comment_approves_nothing(text: str) -> None:
    assert parse_approvals(text, "a.py") == ()


@pytest.mark.parametrize("rest", ["", " *", " * —", f" {CHAT}", f" {CHAT} — ", f" {CHAT} — !?", " — reason"])
def test_comment_without_pattern_or_reason_is_refused(rest: str) -> None:
    with pytest.raises(ContractError) as caught:
        parse_approvals(f"\n# pedschema: widens{rest}\n", "a.py")

    (mistake,) = caught.value.mistakes
    assert (mistake.where, mistake.id) == ("a.py:2", "approval-unreadable")


@pytest.mark.parametrize("pattern", [CHAT, "*"])
def test_approval_covers_its_pattern(pattern: str) -> None:
    approval = Approval("a.py", 1, pattern, "why")
    verdict = judge_shifts([GAIN], [approval])

    assert verdict.shifts == ((GAIN, approval),)
    assert (verdict.open, verdict.unused) == ((), ())


def test_approval_of_another_pattern_is_unused() -> None:
    approval = Approval("a.py", 1, "room:{room_id:uuid}", "why")
    verdict = judge_shifts([GAIN], [approval])

    assert (verdict.open, verdict.unused) == ((GAIN,), (approval,))


@pytest.mark.parametrize("kind", [TopicKind.NEAR, TopicKind.FOREIGN])
def test_no_comment_approves_of_topics_that_the_contract_does_not_declare(kind: TopicKind) -> None:
    hole = shift(kind)
    verdict = judge_shifts([hole], [Approval("a.py", 1, "*", "why"), Approval("a.py", 2, CHAT, "why")])

    assert verdict.open == (hole,)
    assert [approval.line for approval in verdict.unused] == [1, 2]


def test_loss_needs_no_approval_and_uses_none() -> None:
    loss = shift(widens=False)
    approval = Approval("a.py", 1, "*", "why")
    verdict = judge_shifts([loss], [approval])

    assert verdict.shifts == ((loss, None),)
    assert (verdict.open, verdict.unused) == ((), (approval,))
