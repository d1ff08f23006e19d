"""Every rule, found by walking a folder of rules."""

from __future__ import annotations

__all__ = ["find_rules", "load_rules"]

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from pedschema.lint import rules
from pedschema.lint.rule import Rule

if TYPE_CHECKING:
    from types import ModuleType


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule of the linter, sorted by id."""
    return find_rules(rules)


def find_rules(folder: ModuleType) -> tuple[Rule, ...]:
    """Return every rule of a package, sorted by id; a rule file binds its rule to the name `check`."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(folder.__path__, f"{folder.__name__}.")
        if not found.ispkg
    ]
    found = [module.check for module in modules if isinstance(getattr(module, "check", None), Rule)]
    return tuple(sorted(found, key=lambda each: each.id))
