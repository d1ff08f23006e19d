"""Statements as the Supabase CLI takes them apart, and what it and the hosted platform will not run."""

from __future__ import annotations

__all__ = ["fit_statement", "is_one_statement", "is_refused"]

import re

from pedschema.sql.quoting import dollar

_OUTSIDE = re.compile(
    r"^\s*(?:CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY|DROP\s+INDEX\s+CONCURRENTLY|REINDEX\b.*CONCURRENTLY"
    r"|VACUUM|ALTER\s+SYSTEM|CLUSTER|CREATE\s+DATABASE|DROP\s+DATABASE|DISCARD"
    r"|BEGIN|COMMIT|ROLLBACK|START\s+TRANSACTION"
    r"|SET\s+(?:LOCAL\s+|SESSION\s+)?(?:ROLE|SESSION\s+AUTHORIZATION)|RESET\s+(?:ROLE|ALL|SESSION))\b",
    re.IGNORECASE,
)
_LOCK = re.compile(r"^\s*LOCK\b", re.IGNORECASE)
_TOKEN = re.compile(
    r"--[^\n]*(?:\n|$)|/\*(?:(?!/\*).)*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|(?P<tag>\$\w*\$)"
    r"|(?P<misread>/\*|\\|'|\"|\sATOMIC)|[();]",
    re.IGNORECASE | re.DOTALL,
)


def is_refused(sql: str) -> bool:
    """Return whether the statement cannot run inside the CLI's transaction, or takes its role away.

    After RESET ROLE, the CLI of a login without password could not record the file (supabase/cli#6236).
    """
    return _OUTSIDE.match(sql) is not None


def fit_statement(sql: str) -> str:
    """Return the statement in a form that reaches the server whole; without a semicolon.

    LOCK TABLE wants a transaction block, and a version of the CLI sends a pipeline, which PostgreSQL does
    not take for one. What the CLI would cut in two stands in a DO block, between dollar quotes.
    """
    if _LOCK.match(sql):
        return "DO " + dollar(f"\nBEGIN\n  {sql};\nEND\n")
    if is_one_statement(sql):
        return sql
    return "DO " + dollar(f"\nBEGIN\n  EXECUTE {dollar(sql, 'statement')};\nEND\n")


def is_one_statement(sql: str) -> bool:
    """Return whether the CLI takes the text for one statement once a semicolon stands behind it.

    It knows no escapes in strings, takes a backslash outside of quotes for one, and waits for END after the
    word ATOMIC (Supabase CLI, August 2026).
    """
    depth, place = 0, 0
    while match := _TOKEN.search(sql, place):
        part, place = match[0], match.end()
        if match["misread"] or (part == ";" and not depth):
            return False
        if match["tag"]:
            end = sql.find(part, place)
            if end < 0:
                return False
            place = end + len(part)
        elif part in {"(", ")"}:
            depth += 1 if part == "(" else -1
            if depth < 0:
                return False
    return depth == 0
