"""The contract folder → a Catalogue."""

from __future__ import annotations

__all__ = ["load_catalogue"]

from typing import TYPE_CHECKING

from pedschema.catalogue.agreement import check_opened, check_policies, check_publications, check_topics
from pedschema.catalogue.context import Context
from pedschema.catalogue.contract import check_tables, guess_contract, load_contract, load_unpublished
from pedschema.catalogue.lock import load_lock
from pedschema.catalogue.mistakes import Mistakes
from pedschema.catalogue.policies import load_policies
from pedschema.catalogue.rules import load_rules
from pedschema.catalogue.shapes.contract import DefaultsShape
from pedschema.catalogue.topics import Channels, load_channels
from pedschema.errors import ContractError, Mistake
from pedschema.model.catalogue import Catalogue
from pedschema.model.table import SchemaLock

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.model.names import QualifiedName
    from pedschema.model.policy import Policy
    from pedschema.model.topic import Topic

_RULES = "rules"


def load_catalogue(folder: Path, lock: SchemaLock | None = None) -> Catalogue:
    """Return what the contract in `folder` declares.

    Args:
        folder: holds `contract.toml`.
        lock: the app's tables, in place of those in the folder's `schema.lock`.

    Raises:
        ContractError: the folder has mistakes; holds all of them. A part that cannot be read hides only
            the mistakes that would need it.
    """
    if not folder.is_dir():
        fix = "give the folder that holds contract.toml"
        raise ContractError(Mistake(str(folder), "the folder does not exist", fix, "folder-missing"))
    context = _load_context(folder, lock)
    features = sorted(path for path in folder.iterdir() if path.is_dir() and path.name != _RULES)
    rules = load_rules(context, folder / _RULES) if context.contract.schema else ()
    channels = Channels()
    for feature in features:
        with context.mistakes.collecting():
            load_channels(context, feature, channels)
    topics = tuple(sorted(channels.topics, key=lambda topic: str(topic.pattern)))
    check_topics(context, topics)
    check_publications(context, [each for topic in topics for each in topic.publications])
    policies = _load_policies(context, features, topics, channels) if context.contract.schema else ()
    unpublished = _load_unpublished(context, folder, channels)
    context.mistakes.raise_if_any()
    return Catalogue(
        contract=context.contract,
        topics=topics,
        policies=tuple(sorted(policies, key=lambda policy: policy.name)),
        rules=rules,
        unpublished=tuple(sorted((name, reason) for name, (reason, _) in unpublished.items())),
        lock=context.lock or SchemaLock(),
    )


def _load_policies(
    context: Context, features: list[Path], topics: tuple[Topic, ...], channels: Channels
) -> tuple[Policy, ...]:
    loaded = [load_policies(context, feature) for feature in features]
    policies = tuple(policy for each, _ in loaded for policy in each)
    check_policies(context, topics, policies, channels)
    if channels.complete and all(complete for _, complete in loaded):
        check_opened(context, topics, policies)
    return policies


def _load_context(folder: Path, lock: SchemaLock | None) -> Context:
    mistakes = Mistakes()
    with mistakes.collecting():
        lock = lock or load_lock(folder / "schema.lock")
    contract, defaults = guess_contract(folder), DefaultsShape()
    with mistakes.collecting():
        contract, defaults = load_contract(folder)
    return Context(contract, defaults, lock, mistakes=mistakes)


def _load_unpublished(
    context: Context, folder: Path, channels: Channels
) -> dict[QualifiedName, tuple[str, str]]:
    unpublished: dict[QualifiedName, tuple[str, str]] = {}
    with context.mistakes.collecting():
        unpublished = load_unpublished(context, folder)
        check_tables(context, folder, channels, unpublished)
    return unpublished
