-- The latest migration of Realtime's own.
SELECT coalesce(max(m.version)::text, '') AS version FROM realtime.schema_migrations AS m
