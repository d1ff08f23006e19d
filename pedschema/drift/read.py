"""One database against what it should be: read, compared, judged."""

from __future__ import annotations

__all__ = ["Expected", "Outcome", "judge_database", "load_expected", "read_drift"]

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pedschema.catalogue.load import load_catalogue
from pedschema.drift.differences import compare_deployed
from pedschema.drift.registry import load_rules
from pedschema.drift.senders import find_senders
from pedschema.drift.subject import Drift
from pedschema.drift.tables import compare_tables
from pedschema.errors import Mistake
from pedschema.introspect.deployed import read_deployed
from pedschema.introspect.deployed_facts import Scope
from pedschema.introspect.suspects import read_suspects, read_times
from pedschema.lint.live_query import CLIENT_ROLES, PLATFORM_SCHEMAS
from pedschema.ops.check import check_contract
from pedschema.ops.reading import load_migrations, run_reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pedschema.drift.hit import Hit, Row
    from pedschema.findings import Finding
    from pedschema.introspect.deployed_facts import Deployed
    from pedschema.lint.rule import Rule
    from pedschema.model.catalogue import Catalogue
    from pedschema.ops.reading import Migrations, Reading

_Suspects = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Expected:
    """What databases should be: read once, for however many of them.

    Attributes:
        catalogue: the contract.
        migrations: the revisions.
        undeployed: what the contract declares and no revision makes.
    """

    catalogue: Catalogue
    migrations: Migrations
    undeployed: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one database differs in.

    Attributes:
        findings: sorted, each once.
        mendable: those that a revision mends.
        failures: rules that broke on what they read: mistakes of the check, not of the database.
    """

    findings: tuple[Finding, ...]
    mendable: frozenset[Finding] = frozenset()
    failures: tuple[Mistake, ...] = ()


def load_expected(contract: Path, config: Path) -> Expected:
    """Return what a database should be, out of the contract's folder and Alembic's configuration.

    Raises:
        ContractError: either has mistakes.
        UsageError: there is no such configuration.
    """
    catalogue = load_catalogue(contract)
    migrations = load_migrations(config)
    return Expected(catalogue, migrations, check_contract(catalogue, migrations.fold()))


def read_drift(url: str, expected: Expected, rules: Sequence[Rule] | None = None) -> Outcome:
    """Return how the database at `url` differs from what it should be.

    Everything is read in one read-only transaction, as whatever login `url` names; nothing is written, no
    lock above ACCESS SHARE is taken.

    Args:
        url: of the database.
        expected: from `load_expected`.
        rules: to ask; all of drift when None.

    Raises:
        DatabaseError: nobody answers, the database has no Realtime, or the login may not read what it has to.
    """
    with run_reading(url) as connection:
        return judge_database(connection, expected, load_rules() if rules is None else rules)


def judge_database(connection: Reading, expected: Expected, rules: Sequence[Rule]) -> Outcome:
    """Return what `read_drift` would, over a connection in a transaction whose search_path is empty."""
    contract = expected.catalogue.contract
    scope = Scope(contract.schema, contract.role, contract.app_schemas, CLIENT_ROLES[:2], PLATFORM_SCHEMAS)
    deployed = read_deployed(connection, scope)
    hits, failures = _ask(_compare(deployed, expected), rules)
    if not hits:
        return Outcome((), failures=failures)
    times = (
        read_times(connection, contract.schema, contract.app_schemas) if deployed.server.keeps_times else {}
    )
    suspects = read_suspects(connection, [owner for _, hit in hits for owner in hit.owners])
    found = {_describe(rule, hit, suspects, times): hit for rule, hit in hits}
    mendable = frozenset(finding for finding, hit in found.items() if hit.mendable)
    return Outcome(tuple(sorted(found)), mendable, failures)


def _compare(deployed: Deployed, expected: Expected) -> Drift:
    catalogue, migrations = expected.catalogue, expected.migrations
    revisions = deployed.bookkeeping.revisions
    unknown = tuple(each for each in revisions if not migrations.knows(each)) or revisions[1:]
    revision = revisions[0] if revisions else "base"
    differences, strange = (
        ((), ())
        if unknown
        else compare_deployed(migrations.fold(revision), deployed.owned, deployed.server.readers)
    )
    extensions = {
        (each.name, each.arguments) for each in deployed.strangers if each.kind == "extension function"
    }
    return Drift(
        catalogue=catalogue,
        deployed=deployed,
        unknown=unknown,
        pending=() if unknown else migrations.find_pending(revision),
        undeployed=expected.undeployed,
        differences=differences,
        strange=tuple(
            each for each in strange if (each.identity.name.name, each.identity.of) not in extensions
        ),
        tables=compare_tables(catalogue.lock, deployed.lock, deployed.tables),
        senders=find_senders(deployed),
    )


def _ask(drift: Drift, rules: Sequence[Rule]) -> tuple[list[tuple[Rule, Hit]], tuple[Mistake, ...]]:
    hits: list[tuple[Rule, Hit]] = []
    failures: list[Mistake] = []
    for rule in rules:
        try:
            hits += [(rule, hit) for hit in rule.find(drift)]
        except Exception as error:  # noqa: BLE001 - whatever a rule raises, the others still have their say
            what = f'the rule "{rule.name}" broke: {type(error).__name__}: {error}'
            failures.append(Mistake(rule.id, what, "report it; the other rules were asked", "rule-broke"))
    return hits, tuple(failures)


def _describe(rule: Rule, hit: Hit, suspects: _Suspects, times: Mapping[Row, datetime]) -> Finding:
    since = times.get(hit.row) if hit.row else None
    lines = [f"written: {since.isoformat(timespec='seconds')}"] if since else []
    names = [suspects[owner] for owner in hit.owners if owner in suspects]
    if names:
        members = sorted({name for each, _ in names for name in each})
        supers = sorted({name for _, each in names for name in each})
        people = [*members, *(f"{name} (superuser)" for name in supers)]
        lines.append(f"could have: {', '.join(people)}")
    return replace(rule.describe(hit), detail="\n".join([*lines, hit.diff] if hit.diff else lines))
