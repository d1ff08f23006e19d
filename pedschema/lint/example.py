"""A contract as an example of a rule: as small as one can be, one file after the other."""

from __future__ import annotations

__all__ = ["make_contract"]

_CONTRACT = """\
name = "app"
schema = "app"
realtime = "2.129.8"
app_schemas = ["public"]

[limits]
payload_bytes = 256000
events_per_second = 100
joins_per_second = 100
channels_per_client = 100
clients = 200
--- schema.lock
{
 "version": 2,
 "enums": {},
 "domains": {
  "public.amount": "numeric(20,4)",
  "public.amounts": "public.amount[]",
  "public.line": "text[] dimensions checked"
 },
 "composites": {"public.stock": {"count": "bigint", "note": "json"}},
 "tables": {
  "public.posts": {
   "rls": true,
   "columns": {"id": "uuid not null", "extra": "%s"},
   "primary_key": ["id"]
  }
 }
}
--- posts/read.sql
create policy app_posts_read on realtime.messages for select to authenticated
    using (
        messages.topic = realtime.topic() and messages.topic = 'posts' and messages.extension = 'broadcast'
    );
--- posts/channels.toml
[topic.posts]
summary = "Posts"
surfaces = ["Posts"]
read = ["authenticated"]
budget = { refetch_ms = 80, max_wait_ms = 1000, per_second = 6, burst = 8, subscribers = 14 }
"""
_PUBLISH = """
[[topic.posts.publish]]
table = "public.posts"
on = ["insert"]
columns = %s
%s
"""


def make_contract(type_: str, *publications: str, columns: str = '["id", "extra"]') -> str:
    """Return a contract whose table `posts` has a column `extra` of that type, and a topic that tells of it.

    Args:
        type_: as schema.lock writes a column.
        publications: what each publication says beyond its table and columns; one without more by default.
        columns: what each record carries.
    """
    told = "".join(_PUBLISH % (columns, more) for more in publications or ("",))
    return _CONTRACT % type_ + told
