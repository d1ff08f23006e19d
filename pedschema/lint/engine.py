"""One run: every rule is asked, what is allowed goes, the rest is sorted."""

from __future__ import annotations

__all__ = ["Outcome", "run_rules"]

import difflib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pedschema.errors import Mistake
from pedschema.lint.collector import paused_collector
from pedschema.lint.depth import room_to_walk
from pedschema.lint.note import Note, NoteKind
from pedschema.lint.registry import load_rules
from pedschema.lint.subjects import Hit
from pedschema.syntax.unchecked import unchecked_trees

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pedschema.findings import Finding
    from pedschema.lint.allow import Allow
    from pedschema.lint.project import Project
    from pedschema.lint.rule import Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found.

    Attributes:
        findings: sorted by place, each once.
        failures: rules that broke on what they read: mistakes of the linter, not of the project.
        allowed: how many findings comments allow.
        asked: ids of the rules that had their whole say; a rule about a database has not without one.
    """

    findings: tuple[Finding, ...]
    failures: tuple[Mistake, ...] = ()
    allowed: int = 0
    asked: frozenset[str] = frozenset()


@paused_collector()
@unchecked_trees()
def run_rules(project: Project, rules: Sequence[Rule]) -> Outcome:
    """Return what the rules find in the project, apart from what its comments allow."""
    project = replace(project, notes=(*project.notes, *_unknown(project, load_rules())))
    asked = [rule for rule in rules if not rule.live or project.live is not None]
    last = [rule for rule in asked if rule.name == NoteKind.ALLOW_UNUSED]
    findings: set[Finding] = set()
    failures: list[Mistake] = []
    partly = [rule for rule in rules if rule not in asked and rule.alone and project.catalogue]
    for rule in (*asked, *partly):
        found, failure = _ask(rule, project)
        findings.update(found)
        failures += failure
    kept, used = _sift(findings, project.allows)
    allowed = len(findings) - len(kept)
    unused = tuple(_unused(project, used, asked))
    for rule in last:
        found, failure = _ask(rule, replace(project, notes=unused))
        kept += found
        failures += failure
    ids = frozenset(rule.id for rule in asked)
    return Outcome(tuple(sorted(set(kept))), tuple(failures), allowed, ids)


def _ask(rule: Rule, project: Project) -> tuple[list[Finding], list[Mistake]]:
    try:
        with room_to_walk():
            return list(rule.check(project)), []
    except Exception as error:  # noqa: BLE001 - whatever a rule raises, the others still have their say
        what = f'the rule "{rule.name}" broke: {type(error).__name__}: {error}'
        fix = "report it with the SQL that it reads; the other rules were asked"
        return [], [Mistake(rule.id, what, fix, "rule-broke")]


def _sift(
    findings: Iterable[Finding], allows: Iterable[Allow]
) -> tuple[list[Finding], dict[Allow, set[str]]]:
    """Return the findings that nothing allows, and which of its names each comment was needed for."""
    by_file: dict[str, list[Allow]] = defaultdict(list)
    for allow in allows:
        by_file[allow.place.file].append(allow)
    used: dict[Allow, set[str]] = defaultdict(set)
    kept = []
    for finding in findings:
        meant = [
            (allow, name)
            for allow in by_file.get(finding.place.file, ())
            if allow.covers(finding)
            for name in allow.find_names(finding)
        ]
        for allow, name in meant:
            used[allow].add(name)
        if not meant:
            kept.append(finding)
    return kept, used


def _unused(project: Project, used: dict[Allow, set[str]], rules: Sequence[Rule]) -> list[Note]:
    asked = {word for rule in rules for word in (rule.id.lower(), rule.name)}
    return [
        _note(NoteKind.ALLOW_UNUSED, allow, f'"{name}" is allowed and not found', "remove the comment")
        for allow in project.allows
        for name in allow.names
        if name.lower() in asked and name not in used.get(allow, ())
    ]


def _unknown(project: Project, rules: Sequence[Rule]) -> Iterator[Note]:
    words = [word for rule in rules for word in (rule.id.lower(), rule.name)]
    for allow in project.allows:
        for name in allow.names:
            if name.lower() not in words:
                near = difflib.get_close_matches(name.lower(), words, n=1)
                fix = f'did you mean "{near[0]}"?' if near else "write a rule's id or name"
                yield _note(NoteKind.ALLOW_UNKNOWN, allow, f'no rule is called "{name}"', fix)


def _note(kind: NoteKind, allow: Allow, what: str, fix: str) -> Note:
    return Note(kind, Hit(allow.place, what, fix))
