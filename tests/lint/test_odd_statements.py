"""Any SQL that parses can be linted: rules answer, they never raise."""

from __future__ import annotations

import pytest

from pedschema.lint.build import build_project
from pedschema.lint.registry import load_rules
from pedschema.lint.source import Origin, Source

RULES = [rule for rule in load_rules() if not rule.live]
TRIGGER = (
    "create trigger tell after insert or update or delete on rooms for each row execute function tell();"
)


def _function(body: str) -> str:
    return f"create function tell() returns trigger language plpgsql as $$ {body} $$; {TRIGGER}"


@pytest.mark.parametrize(
    "text",
    [
        "create trigger tell after insert on rooms for each row execute function nowhere()",
        _function("begin perform realtime.send(payload => '{}'); end"),
        _function("begin perform realtime.broadcast_changes(); return null; end"),
        _function("begin perform realtime.send(to_jsonb(), '', '', null::boolean); return null; end"),
        _function("declare r record; begin r := new; perform realtime.send(to_jsonb(r), r.a); end"),
        _function("begin perform realtime.send(jsonb_build_object('a'), concat(), format('')); end"),
        _function("begin perform realtime.send('{', 'a', (select topic from rooms)); end"),
        "create function tell() returns trigger language c as 'a', 'b'",
        "create function tell() returns int return 1",
        "create function tell() returns void begin atomic insert into realtime.messages default values; end",
        "create function tell(variadic a text[]) returns void language sql as 'select tell(variadic a), $1'",
        "insert into realtime.messages values (1)",
        "do $$ begin execute format(); execute 1; execute format('alter %s'); end $$",
        "do language plpython3u $$ x $$",
        "set role none; set session authorization default; set timezone to local; reset all",
        "alter role all set timezone to default; alter database rooms reset all",
        "alter publication supabase_realtime rename to other; alter publication a set (publish = 'insert')",
        "truncate a, b; copy (select 1) to stdout; copy realtime.messages from stdin; cluster",
        "merge into a using b on true when matched then do nothing",
        "alter function tell() owner to current_user; alter function tell owner to session_user",
        "create table a (like b, c int check (c > 1), unique (c)); create table d of e; create table a ()",
        "drop owned by a; drop cast (int as text); drop operator + (int, int); drop publication a, b",
        "drop operator class a using btree; drop rule a on b; drop transform for int language sql",
        "comment on constraint a on domain b is ''; comment on cast (int as int) is ''",
        "alter type a rename attribute b to c; alter large object 1 owner to a",
        "alter table all in tablespace a set tablespace b; alter operator family a using btree rename to b",
        "revoke all on schema realtime from a; grant all on all functions in schema realtime to a",
    ],
)
def test_statement_is_answered(text: str) -> None:
    project = build_project([Source(text, Origin.MIGRATION, "a.sql")])

    assert project.notes == ()
    assert all(finding.what for rule in RULES for finding in rule.check(project))
