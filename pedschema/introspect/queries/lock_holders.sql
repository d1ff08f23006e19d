-- Who holds a lock on a table, or on any table outside the catalog, longest transaction first.
SELECT l.pid, coalesce(a.application_name, '') AS application, coalesce(a.state, 'unknown') AS state
FROM pg_locks AS l
JOIN pg_class AS c ON c.oid = l.relation AND c.relkind IN ('r', 'p')
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.granted
    AND l.pid <> pg_backend_pid()
    AND CASE WHEN CAST(:table AS text) IS NULL
        THEN n.nspname NOT IN ('pg_catalog', 'information_schema')
        ELSE n.nspname || '.' || c.relname = CAST(:table AS text)
    END
GROUP BY l.pid, a.application_name, a.state, a.xact_start
ORDER BY a.xact_start
LIMIT 5
