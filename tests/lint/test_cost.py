from __future__ import annotations

import cProfile
import gc
import pstats
import weakref
from typing import TYPE_CHECKING, Any

import pglast
import pytest

from pedschema.lint.collector import paused_collector
from pedschema.lint.engine import run_rules
from pedschema.lint.once import once
from pedschema.lint.project import Project
from pedschema.lint.read import load_project
from pedschema.lint.registry import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POLICY = """
create policy p_{0} on realtime.messages for select to authenticated using (
    messages.extension = 'broadcast'
    and exists (select from public.rooms as r where r.owner_id = (select auth.uid()) and r.id = {0})
    and (select realtime.topic()) = 'room:{0}'
);
"""
SENDER = """
create table public.rooms_{0} (id uuid primary key, title text not null);
create function public.tell_{0}() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    return null;
  end if;
  perform realtime.send(jsonb_build_object('id', new.id), 'changed', 'room:' || new.id, true);
  return null;
end $$;
create trigger tell_{0} after insert or update on public.rooms_{0}
for each row execute function public.tell_{0}();
"""


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """Leave Python's collector as it was."""
    searching = gc.isenabled()
    yield
    (gc.enable if searching else gc.disable)()


def _lint(folder: Path, shape: str, count: int) -> None:
    path = folder / f"{count}.sql"
    path.write_text("".join(shape.format(number) for number in range(count)), encoding="utf-8")
    run_rules(load_project([path]), load_rules())


@pytest.mark.parametrize("shape", [POLICY, SENDER])
def test_twice_the_sql_costs_twice_the_calls(shape: str, tmp_path: Path) -> None:
    _lint(tmp_path, shape, 1)
    calls = []
    for count in (100, 200):
        profile = cProfile.Profile()
        profile.runcall(_lint, tmp_path, shape, count)
        calls.append(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]

    assert calls[1] < 2.2 * calls[0]


def test_the_body_of_a_function_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []

    def count(create: str) -> Any:
        parsed.append(create)
        return parse(create)

    parse = pglast.parse_plpgsql
    monkeypatch.setattr("pedschema.lint.plpgsql.parse_plpgsql", count)

    _lint(tmp_path, SENDER, 3)

    assert len(parsed) == 3


def test_an_analysis_is_made_once_for_a_project_and_goes_with_it() -> None:
    class Answer:
        pass

    made = []

    @once
    def find(_: Project) -> Answer:
        answer = Answer()
        made.append(weakref.ref(answer))
        return answer

    project, other = Project(), Project()

    assert find(project) is find(project)
    assert find(project) is not find(other)
    assert len(made) == 2

    del project
    assert [each() is None for each in made] == [True, False]


def test_the_collector_is_off_in_the_block_and_on_behind_it() -> None:
    def fail() -> None:
        with paused_collector():
            assert not gc.isenabled()
            raise LookupError

    gc.enable()

    with pytest.raises(LookupError):
        fail()

    assert gc.isenabled()
    assert not gc.get_freeze_count()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()

    with paused_collector():
        pass

    assert not gc.isenabled()


def test_what_others_keep_out_of_the_search_stays_out() -> None:
    gc.enable()
    gc.freeze()
    kept = gc.get_freeze_count()

    with paused_collector():
        pass

    assert 0 < gc.get_freeze_count() <= kept
    gc.unfreeze()
