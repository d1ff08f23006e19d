"""A join takes longer than it may, or reads a large table from its first row to its last.

One join that reads a table takes as long as the table is long, 125 ms for a million rows, and a thousand
clients that reconnect over the few connections of the check wait for minutes. An index alone does not help
where the condition computes something of each row, such as the text of a topic. With `--personas` the check
is run besides, for somebody who is admitted, for somebody who is not, and for whoever is admitted to most
topics: 95 of 100 runs may take 5 ms in PostgreSQL. Where the fastest run takes less than half of that, it is
the machine's doing and no finding.

Instead: find the key in the topic first and compare the column itself, wrapped in a SELECT.

    exists (
        select from public.members as m
        where m.user_id = (select auth.uid())
            and m.room_id = (select app.topic_uuid('room:{room_id}', 'room_id'))
    )
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_hit import object_hit, table_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_ROWS = 10_000
"""Rows from which on reading all of them costs more than a join may take."""

_BUDGET_MS = 5.0
"""What 95 of 100 checks may take: at 100 joins a second they keep half of a connection busy."""


@rule(
    "PRF004",
    Severity.ERROR,
    good=(
        """
        insert into public.members select gen_random_uuid(), gen_random_uuid() from generate_series(1, 20000);
        analyze public.members;
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members as m where m.user_id = (select auth.uid())));
        """,
        """
        insert into public.members select gen_random_uuid(), gen_random_uuid() from generate_series(1, 100);
        analyze public.members;
        create policy a on realtime.messages for select to authenticated
            using (exists (select from public.members where room_id::text = (select realtime.topic())));
        """,
    ),
    bad=(
        """
        alter table public.members disable row level security;
        insert into public.members select gen_random_uuid(), gen_random_uuid() from generate_series(1, 20000);
        analyze public.members;
        create policy a on realtime.messages for select to authenticated using (
            exists (select from public.members as m where 'room:' || m.room_id = (select realtime.topic()))
        );
        """,
        """
        alter table public.members disable row level security;
        insert into public.members select gen_random_uuid(), gen_random_uuid() from generate_series(1, 20000);
        analyze public.members;
        create policy a on realtime.messages for insert to authenticated with check (
            exists (select from public.members as m where m.user_id::text = (select auth.uid())::text)
        );
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield large tables that the plan of a check reads whole, each once, and checks that are slow."""
    if project.live is None:
        return
    for timing in project.live.timings:
        # What the fastest run stays far below is the machine's doing, and not the policy's.
        if timing.p95_ms > _BUDGET_MS and timing.least_ms > _BUDGET_MS / 2:
            what = (
                f'95 of 100 read checks of "{timing.persona}" ({timing.case}) take up to '
                f"{timing.p95_ms:.0f} ms, {_BUDGET_MS:.0f} ms may be"
            )
            fix = "wrap calls in a SELECT, and let an index lead from the claims and the key to one row"
            yield object_hit(f"topic {timing.label}", what, fix)
    told: set[str] = set()
    for plan in project.live.plans:
        for name in plan.scanned:
            table = project.live.table(name)
            if table and table.rows >= _ROWS and str(name) not in told:
                told.add(str(name))
                what = f'the {plan.check} check of role "{plan.role}" reads all of its {table.rows} rows'
                fix = "compare a column that an index begins with to a value that is wrapped in a SELECT"
                yield table_hit(table, what, fix)
