-- Locks of other sessions on some tables and on what inherits from them; autovacuum and prepared ones too.
WITH RECURSIVE family (root, oid) AS (
    SELECT t.oid, t.oid FROM unnest(%(tables)s::oid []) AS t (oid)
    UNION
    SELECT f.root, i.inhrelid
    FROM family AS f
    JOIN pg_catalog.pg_inherits AS i ON i.inhparent = f.oid
)

SELECT
    f.root,
    f.oid <> f.root AS is_child,
    n.nspname || '.' || c.relname AS relation,
    l.mode,
    l.granted,
    l.pid,
    coalesce(a.application_name, '') AS application,
    CASE
        WHEN l.pid IS NULL THEN 'prepared transaction'
        WHEN a.backend_type = 'autovacuum worker' THEN 'autovacuum'
        ELSE coalesce(a.state, nullif(a.backend_type, 'client backend'), 'hidden')
    END AS state,
    CAST(extract(EPOCH FROM clock_timestamp() - coalesce(a.xact_start, p.prepared)) AS integer) AS seconds
FROM family AS f
JOIN pg_catalog.pg_class AS c ON c.oid = f.oid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_locks AS l ON l.locktype = 'relation' AND l.relation = f.oid
JOIN pg_catalog.pg_database AS d ON d.oid = l.database AND d.datname = current_database()
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
LEFT JOIN pg_catalog.pg_prepared_xacts AS p
    ON l.pid IS NULL AND l.virtualtransaction = '-1/' || p.transaction::text
WHERE l.pid IS DISTINCT FROM pg_backend_pid()
ORDER BY seconds DESC NULLS LAST, l.pid
