"""Any policy that parses: no rule breaks on it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pedschema.lint.build import build_project
from pedschema.lint.registry import load_rules
from pedschema.lint.source import Origin, Source

RULES = [rule for rule in load_rules() if rule.id[:3] in {"POL", "TOP", "PRF"} and not rule.live]


def _ids(expression: str) -> set[str]:
    text = f"create policy a on realtime.messages for select to authenticated using ({expression});"
    project = build_project([Source(text, Origin.SCRIPT, "rooms.sql")])
    return {finding.id for rule in RULES for finding in rule.check(project)}


_SCALARS = st.sampled_from(
    (
        "messages.topic",
        "topic",
        "realtime.messages.extension",
        "extension",
        "(select realtime.topic())",
        "realtime.topic()",
        "private",
        "event",
        "payload ->> 'to'",
        "payload",
        "inserted_at",
        "messages",
        "auth.uid()",
        "(select auth.uid())",
        "(auth.jwt() -> 'user_metadata') ->> 'role'",
        "current_setting('request.jwt.claims', true)::json ->> 'sub'",
        "'room:%'",
        "'^room:[0-9a-f]{8}'",
        "'{broadcast,presence}'",
        "'realtime:a_b'",
        "null",
        "1",
        "1.5",
        "b'01'",
        "$1",
        "m.room",
        "m.*",
        "array[topic, 'a']",
        "row(topic, extension)",
        "interval '1 hour'",
        "current_user",
        "app.f()",
        "app.f(topic)",
        "count(*) over ()",
    )
)


_OPERATORS = ("=", "<>", "~", "!~*", "~~", "!~~", "||", "->", ">", "@>", "and", "or", "is distinct from")
_FORMS = (
    "({0})::uuid",
    "({0})::text",
    "cast({0} as bigint[])",
    "split_part({0}, ':', 2)",
    "substring({0} from {1})",
    "(position({0} in {1}) > 0)",
    "(string_to_array({0}, ':'))[2]",
    "({0} like {1} escape '!')",
    "({0} similar to {1})",
    "({0} not in ({1}, {2}))",
    "({0} = any ({1}))",
    "({0} <> all (array[{1}]))",
    "({0} between {1} and {2})",
    "(not {0})",
    "({0} is null)",
    "({0} is not true)",
    "coalesce({0}, {1})",
    "nullif({0}, {1})",
    "case when {0} then {1} else {2} end",
    "case {0} when {1} then {2} end",
    "(select {0})",
    "exists (select from public.members as m where {0})",
    "exists (select from members where {0} and topic = {1})",
    "exists (select 1 from a join b on {0} left join c using (id) where {1})",
    "({0} in (select {1} from realtime.messages as m where {2}))",
    "exists (with t as (select {0}) select from t union select 1)",
    "({0} = all (values ({1})))",
    "array(select {0} from unnest({1}) as part (id))",
    "(- {0})",
    "(({0}, {1}) = ({1}, {2}))",
    "realtime.send({0}, {1}, {2})",
    '(({0}) collate "C")',
    "xmlelement(name a, {0})",
    "(table realtime.channels)",
)


def _wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Put expressions into one another: text, comparisons, logic, subqueries."""
    binary = st.builds("({} {} {})".format, inner, st.sampled_from(_OPERATORS), inner)
    return binary | st.builds(
        lambda form, one, two, three: form.format(one, two, three),
        st.sampled_from(_FORMS),
        inner,
        inner,
        inner,
    )


_EXPRESSIONS = st.recursive(_SCALARS, _wrap, max_leaves=12)
_HEADS = st.sampled_from(
    (
        "for select using ({})",
        "for insert to public with check ({})",
        "using ({})",
        "as restrictive to anon using (true) with check ({})",
        "for update using ({})",
    )
)


@settings(max_examples=400, deadline=None)
@given(expression=_EXPRESSIONS, head=_HEADS)
def test_no_rule_breaks_on_a_policy_that_parses(expression: str, head: str) -> None:
    text = f"create policy a on realtime.messages {head.format(expression)};"
    project = build_project([Source(text, Origin.SCRIPT, "rooms.sql")])

    assert len(project.policies) == 1, "the grammar above makes SQL that parses"
    for rule in RULES:
        for finding in rule.check(project):
            assert finding.what
            assert finding.place.line == 1


@settings(max_examples=300, deadline=None)
@given(pattern=st.text(alphabet="^$.*+?{}()[]|\\:-0123456789abcdefx,'%_!", max_size=30))
def test_no_pattern_breaks_a_rule(pattern: str) -> None:
    quoted = pattern.replace("'", "''")
    guards = f"topic ~ '{quoted}' and topic like '{quoted}'"

    _ids(f"{guards} and split_part(topic, ':', 2)::uuid = auth.uid()")


def test_expression_of_any_depth_and_width_is_read() -> None:
    deep = "not (" * 150 + "private" + ")" * 150
    wide = " or ".join(f"topic = 'room:{number}'" for number in range(2000))

    assert _ids(deep) == set()
    assert _ids(wide) == {"POL003", "POL006"}
