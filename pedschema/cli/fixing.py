"""`pedschema lint --fix`: edits of a contract's policies, shown, proved to be neutral, then written."""

from __future__ import annotations

__all__ = ["Fixer", "render_diff"]

import difflib
import shutil
import tempfile
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pedschema.catalogue.context import Context
from pedschema.catalogue.contract import load_contract
from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.lock import load_lock
from pedschema.catalogue.personas import load_cast
from pedschema.catalogue.topics import Channels, load_channels
from pedschema.cli.console import FINDINGS, data, say, show_mistakes, talk
from pedschema.cli.files import write_files
from pedschema.cli.proof import run_proof
from pedschema.errors import ContractError, Mistake, UsageError
from pedschema.lint.edit import apply_edits
from pedschema.lint.engine import run_rules
from pedschema.lint.read import is_contract, load_project
from pedschema.lint.registry import load_rules
from pedschema.lint.source import Origin
from pedschema.model.catalogue import Catalogue
from pedschema.model.table import SchemaLock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pedschema.cli.narrowing import CellChange
    from pedschema.findings import Finding
    from pedschema.lint.edit import Edit
    from pedschema.lint.project import Project
    from pedschema.lint.rule import Rule
    from pedschema.lint.subjects import PolicySubject


_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Fixer:
    """What one run may mend.

    Attributes:
        paths: everything that is linted; one contract folder among it, whose policies are edited.
        rules: that are asked.
        config: Alembic's configuration, for the database of the proof.
    """

    paths: Sequence[Path]
    rules: Sequence[Rule]
    config: Path

    def run(self, project: Project, wanted: Collection[Finding], *, write: bool) -> bool:
        """Show the edits for findings, and write them once they are proved; return whether it wrote.

        Args:
            project: what was linted.
            wanted: the findings to mend, as far as their rules offer an edit.
            write: False to show them only; needs no database.

        Raises:
            UsageError: the paths hold no contract folder, or several.
            ContractError: the contract has mistakes that the edits do not mend.
            PlatformError: no PostgreSQL can be started.
            DatabaseError: the database of the proof cannot be built.
            typer.Exit: the edits are refused, and why is told.
        """
        folder = self._contract()
        edits, mended = self._find_edits(replace(project, catalogue=_known(project, folder)), wanted)
        linted = _load_texts(project, edits)
        texts = {path: (now, apply_edits(now, edits[path])) for path, now in linted.items()}
        if not texts:
            say("no finding has an edit")
            return False
        with _copied(folder, texts) as copy:
            relinted = load_project([copy if path == folder else path for path in self.paths])
            relinted = replace(relinted, target=project.target)
            files = {str(copy / path.relative_to(folder)): str(path) for path in texts}
            done = [each for each in mended if Path(each.place.file) in texts]
            _refuse(_recheck(project, relinted, files, done))
            data.file.write(render_diff(texts))
            if not write:
                return False
            policies = _policies(project), _policies(relinted)
            changes = run_proof(self.config, _load(copy, folder), load_cast(folder), policies)
        _refuse([change.mistake for change in changes if change.harm])
        _refuse(_find_changed(texts))
        write_files({path: text for path, (_, text) in texts.items()})
        _tell(texts, changes)
        return True

    def _contract(self) -> Path:
        folders = [path for path in self.paths if is_contract(path)]
        if len(folders) != 1:
            what = f"--fix edits the policies of one contract, the paths hold {len(folders)}"
            raise UsageError(Mistake("command line", what, "name one contract folder", "fix-contract"))
        return folders[0]

    def _find_edits(
        self, project: Project, wanted: Collection[Finding]
    ) -> tuple[dict[Path, list[Edit]], set[Finding]]:
        """Return the edits that rules offer, by file, and the findings that they mend."""
        edits: dict[Path, list[Edit]] = defaultdict(list)
        mended = set()
        for rule in self.rules:
            for hit in () if rule.live else rule.find(project):
                finding = rule.describe(hit)
                if hit.edits and finding in wanted:
                    edits[Path(finding.place.file)] += hit.edits
                    mended.add(finding)
        return edits, mended


def _tell(paths: Iterable[Path], narrowed: Collection[CellChange]) -> None:
    for change in narrowed:
        say(f"{change.label}: the edits narrow {change}")
    proved = "access narrows to what the contract declares" if narrowed else "nobody's access changes"
    say(f"{proved}: {', '.join(map(str, paths))} written; add a revision for the policies")


def render_diff(texts: Mapping[Path, tuple[str, str]]) -> str:
    """Return what changes in files, each with its text as it is and as it is to be, as a unified diff."""
    lines: list[str] = []
    for path, (now, wanted) in texts.items():
        # Unlike splitlines, this takes no other character for the end of a line.
        pair = list(StringIO(now)), list(StringIO(wanted))
        lines += difflib.unified_diff(*pair, str(path), str(path))
    unended = "\n\\ No newline at end of file\n"
    return "".join(line if line.endswith("\n") else line + unended for line in lines)


def _known(project: Project, folder: Path) -> Catalogue | None:
    """Return the contract; one whose policies have mistakes, such as those to mend, with its topics alone."""
    if project.catalogue:
        return project.catalogue
    try:
        contract, defaults = load_contract(folder)
        lock, channels = load_lock(folder / "schema.lock"), Channels()
        for feature in sorted(path for path in folder.iterdir() if path.is_dir()):
            load_channels(Context(contract, defaults, lock), feature, channels)
    except ContractError:
        return None
    return Catalogue(contract, tuple(channels.topics), (), (), (), SchemaLock())


def _recheck(
    before: Project, after: Project, files: Mapping[str, str], mended: Iterable[Finding]
) -> tuple[Mistake, ...]:
    """Return what any rule finds in the edited texts and did not find before, or should find no more.

    Args:
        before: what was linted.
        after: the same with the edits.
        files: names of the edited files in `after` to their names in `before`.
        mended: findings that the edits are for.
    """
    rules = [rule for rule in load_rules() if not rule.live]
    left = _count(run_rules(before, rules).findings) - _count(mended)
    outcome = run_rules(after, rules)
    found = [finding for finding in outcome.findings if finding.place.file in files]
    places = {_key(each): each.place.object or files[each.place.file] for each in found}
    fix = "mend the policy by hand, or leave the rule out with --ignore"
    mistakes = (
        Mistake(places[key], f"with the edits there is a finding: {key[2]}", fix, key[0])
        for key in _count(found) - left
    )
    return (*sorted(mistakes), *outcome.failures)


def _load_texts(project: Project, paths: Iterable[Path]) -> dict[Path, str]:
    """Return the texts of files, without those that are not to the letter what was linted."""
    linted = {Path(each.statement.source.file): each.statement.source.text for each in project.policies}
    texts = {}
    for path in sorted(paths):
        if path.read_bytes() == linted[path].encode():
            texts[path] = linted[path]
        else:
            say(f"{path} is left alone: it has a byte order mark or carriage returns, or was just changed")
    return texts


def _count(findings: Iterable[Finding]) -> Counter[_Key]:
    return Counter(map(_key, findings))


def _key(finding: Finding) -> _Key:
    return finding.id, finding.place.object, finding.what


@contextmanager
def _copied(folder: Path, texts: Mapping[Path, tuple[str, str]]) -> Iterator[Path]:
    """Yield a copy of the contract in which the edits are made."""
    with tempfile.TemporaryDirectory(prefix="pedschema-") as place:
        copy = Path(shutil.copytree(folder, Path(place) / (folder.name or "contract")))
        for path, (_, wanted) in texts.items():
            (copy / path.relative_to(folder)).write_bytes(wanted.encode())
        yield copy


def _load(copy: Path, folder: Path) -> Catalogue:
    try:
        return load_catalogue(copy)
    except ContractError as error:
        mistakes = (replace(m, where=m.where.replace(str(copy), str(folder))) for m in error.mistakes)
        raise ContractError(*mistakes) from None


def _policies(project: Project) -> tuple[PolicySubject, ...]:
    return tuple(
        policy for policy in project.message_policies if policy.statement.source.origin is Origin.CONTRACT
    )


def _find_changed(texts: Mapping[Path, tuple[str, str]]) -> tuple[Mistake, ...]:
    """Return the files that somebody else has written while the proof ran."""
    what, fix = "the file has changed since it was linted", "run the command again"
    return tuple(
        Mistake(str(path), what, fix, "fix-file-changed")
        for path, (now, _) in texts.items()
        if path.read_bytes() != now.encode()
    )


def _refuse(mistakes: Sequence[Mistake]) -> None:
    """End the run when there are mistakes, and tell them."""
    show_mistakes(mistakes, talk)
    if mistakes:
        say("nothing is written")
        raise typer.Exit(FINDINGS)
