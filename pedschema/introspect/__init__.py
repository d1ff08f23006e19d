"""Database to model: what the catalog says, under an empty search_path."""

from __future__ import annotations

__all__ = [
    "MESSAGES",
    "RAISED",
    "Name",
    "RefusedError",
    "describe",
    "fresh_grants",
    "name_of",
    "normalise_owned",
    "read_lock",
    "read_names",
    "read_owned",
    "read_rows",
    "read_state",
    "refusal",
    "retarget",
    "run_verbatim",
    "without_state",
]

from pedschema.introspect.grants import fresh_grants
from pedschema.introspect.lock import read_lock
from pedschema.introspect.names import Name, name_of, read_names
from pedschema.introspect.normalise import normalise_owned
from pedschema.introspect.owned import read_owned, read_state
from pedschema.introspect.policy import MESSAGES
from pedschema.introspect.query import read_rows, run_verbatim
from pedschema.introspect.refusal import RAISED, RefusedError, describe, refusal
from pedschema.introspect.statement import retarget
from pedschema.introspect.trigger import without_state
