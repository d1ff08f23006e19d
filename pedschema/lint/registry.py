"""Every rule, found by walking the folder of rules."""

from __future__ import annotations

__all__ = ["load_rules"]

import importlib
import pkgutil
from functools import cache

from pedschema.lint import rules
from pedschema.lint.rule import Rule


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule, sorted by id; a rule file binds its rule to the name `check`."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.")
        if not found.ispkg
    ]
    found = [module.check for module in modules if isinstance(getattr(module, "check", None), Rule)]
    return tuple(sorted(found, key=lambda each: each.id))
