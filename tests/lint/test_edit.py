"""Edits that rules offer: only insertions, only into a contract's own files, and the finding is gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pedschema.cli.fixing import render_diff
from pedschema.lint.build import build_project
from pedschema.lint.edit import Edit, apply_edits
from pedschema.lint.registry import load_rules
from pedschema.lint.source import Origin, Run, Source

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue

RULES = {rule.name: rule for rule in load_rules()}
MEMBER = """\
create policy rooms_read on realtime.messages for select to authenticated using (
    messages.extension = 'broadcast' -- é (
    and exists (select from public.members as m where {condition})
);
"""


def _fix(
    name: str, text: str, *, catalogue: Catalogue | None = None, origin: Origin = Origin.CONTRACT
) -> tuple[str, ...]:
    """Return the text with the edits of each finding of a rule made."""
    project = replace(build_project([Source(text, origin, "a.sql")]), catalogue=catalogue)
    hits = list(RULES[name].find(project))
    return tuple(apply_edits(text, hit.edits) for hit in hits)


def _is_clean(name: str, text: str, catalogue: Catalogue | None = None) -> bool:
    return _fix(name, text, catalogue=catalogue) == ()


def test_edits_are_made_by_offset_each_once_and_in_the_order_given() -> None:
    edits = [Edit("a", 3, "!"), Edit("a", 1, "x"), Edit("a", 1, "y"), Edit("a", 1, "x")]

    assert apply_edits("abc", edits) == "axybc!"
    assert apply_edits("abc", []) == "abc"


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("m.user_id = auth.uid()", "m.user_id = (select auth.uid())"),
        ("m.user_id =auth . uid( /* ) */ )::text", "m.user_id =(select auth . uid( /* ) */ ))::text"),
        ("m.org = (auth.jwt() ->> 'org')", "m.org = ((select auth.jwt()) ->> 'org')"),
        (
            "m.user_id = auth.uid() or m.host = auth.uid()",
            "m.user_id = (select auth.uid()) or m.host = (select auth.uid())",
        ),
        (
            "m.key = current_setting(lower('A'))",
            "m.key = (select current_setting(lower('A')))",
        ),
    ],
)
def test_bare_calls_are_wrapped_where_they_stand(condition: str, wanted: str) -> None:
    fixed = MEMBER.format(condition=wanted)

    assert _fix("not-wrapped", MEMBER.format(condition=condition)) == (fixed,)
    assert _is_clean("not-wrapped", fixed)


def test_role_is_named_on_a_line_of_its_own_where_the_condition_has_one() -> None:
    text = "create policy a on realtime.messages\n    for select\n    using (true);"
    fixed = "create policy a on realtime.messages\n    for select\n    to authenticated\n    using (true);"

    assert _fix("role-public", text) == (fixed,)
    assert _is_clean("role-public", fixed)


def test_role_is_named_before_with_check_on_the_same_line() -> None:
    text = "create policy a on realtime.messages for insert with check (true);"

    assert _fix("role-public", text) == (text.replace("with", "to authenticated with"),)


def test_role_that_is_written_stays() -> None:
    text = "create policy a on realtime.messages for select to public using (true);"

    assert _fix("role-public", text) == (text,)


@pytest.mark.parametrize(
    "text",
    [
        """
        create policy a on realtime.messages for select to x using (true);
        alter policy a on realtime.messages to public;
        """,
        "create policy a on realtime.messages for select;",
    ],
)
def test_policy_without_a_place_for_the_role_is_left_alone(text: str) -> None:
    assert _fix("role-public", text) == (text,)


def test_what_runs_is_never_edited() -> None:
    text = "create policy a on realtime.messages for select using (true);"

    assert _fix("role-public", text, origin=Origin.MIGRATION) == (text,)
    assert _fix("role-public", text, origin=Origin.CONTRACT) != (text,)


def test_text_that_is_a_part_of_a_file_is_never_edited() -> None:
    text = "create policy a on realtime.messages for select using (true);"
    source = Source(text, Origin.CONTRACT, "a.py", (Run(0, 7, 3),))

    (hit,) = RULES["role-public"].find(build_project([source]))

    assert hit.edits == ()


def _with_presence(catalogue: Catalogue, *, presence: bool) -> Catalogue:
    topics = tuple(replace(topic, presence=presence) for topic in catalogue.topics)
    return replace(catalogue, topics=topics)


def _about(catalogue: Catalogue, condition: str) -> str:
    pattern = catalogue.topics[0].pattern.untyped
    condition = condition.format(key=f"(select app.key('{pattern}'))")
    return f"create policy a on realtime.messages for select to authenticated using (\n  {condition}\n);"


def test_extension_is_asked_before_the_condition(rooms: Catalogue) -> None:
    catalogue = _with_presence(rooms, presence=False)
    text = _about(catalogue, "app.may({key})")
    fixed = text.replace("app.may(", "messages.extension = 'broadcast'\n  and app.may(")

    assert _fix("extension-missing", text, catalogue=catalogue) == (fixed,)
    assert _is_clean("extension-missing", fixed, catalogue)


def test_condition_of_alternatives_gets_parentheses(rooms: Catalogue) -> None:
    catalogue = _with_presence(rooms, presence=False)
    text = _about(catalogue, "app.may({key}) or app.is_admin() -- )")

    (fixed,) = _fix("extension-missing", text, catalogue=catalogue)

    assert "messages.extension = 'broadcast'\n  and (app.may(" in fixed
    assert "app.is_admin()) -- )\n);" in fixed
    assert _is_clean("extension-missing", fixed, catalogue)


def test_extension_of_a_topic_with_presence_is_for_people_to_say(rooms: Catalogue) -> None:
    catalogue = _with_presence(rooms, presence=True)
    text = _about(catalogue, "app.may({key})")

    assert _fix("extension-missing", text, catalogue=catalogue) == (text,)


def test_extension_is_left_alone_where_no_topic_is_known(rooms: Catalogue) -> None:
    text = _about(rooms, "app.may('none of them')")

    assert _fix("extension-missing", text, catalogue=rooms) == (text,)
    assert _fix("extension-missing", _about(rooms, "app.may({key})")) == (_about(rooms, "app.may({key})"),)


def test_captured_column_becomes_the_messages() -> None:
    text = MEMBER.format(condition="m.topic = topic")
    fixed = MEMBER.format(condition="m.topic = messages.topic")

    assert _fix("column-capture", text) == (fixed,)
    assert _is_clean("column-capture", fixed)


@pytest.mark.parametrize(
    "text",
    [
        MEMBER.format(condition="m.topic = m.topic"),
        MEMBER.replace("as m", "as messages").format(condition="messages.topic = topic"),
    ],
)
def test_column_that_could_be_another_is_left_alone(text: str) -> None:
    assert set(_fix("column-capture", text)) <= {text}


def test_diff_names_the_file_and_a_missing_end_of_line() -> None:
    diff = render_diff({Path("a.sql"): ("one\ntwo", "one\ntwo\x0cthree")})

    assert diff == (
        "--- a.sql\n+++ a.sql\n@@ -1,2 +1,2 @@\n one\n"
        "-two\n\\ No newline at end of file\n+two\x0cthree\n\\ No newline at end of file\n"
    )
