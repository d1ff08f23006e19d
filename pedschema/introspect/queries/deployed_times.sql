-- When the catalog rows of what drift compares were last written, as far as the server keeps the times.
SELECT k.kind, k.name, k.part, pg_xact_commit_timestamp(k.xmin) AS committed
FROM (
    SELECT 'schema' AS kind, n.nspname::text AS name, '' AS part, n.xmin
    FROM pg_namespace AS n
    WHERE n.nspname = :schema
    UNION ALL
    SELECT 'function', n.nspname || '.' || p.proname, '', p.xmin
    FROM pg_proc AS p
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname = :schema
    UNION ALL
    SELECT 'trigger', n.nspname || '.' || c.relname, t.tgname, t.xmin
    FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND t.tgparentid = 0
    UNION ALL
    SELECT 'policy', n.nspname || '.' || c.relname, p.polname, p.xmin
    FROM pg_policy AS p
    JOIN pg_class AS c ON c.oid = p.polrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'realtime'
    UNION ALL
    SELECT 'type', n.nspname || '.' || t.typname, '', t.xmin
    FROM pg_type AS t
    JOIN pg_namespace AS n ON n.oid = t.typnamespace
    WHERE t.typtype <> 'b' AND n.nspname = ANY (:schemas)
    UNION ALL
    SELECT 'column', n.nspname || '.' || c.relname, a.attname, a.xmin
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE a.attnum > 0 AND n.nspname = ANY (:schemas)
    UNION ALL
    SELECT 'table', n.nspname || '.' || c.relname, '', c.xmin
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = :schema OR n.nspname = ANY (:schemas) OR (n.nspname = 'realtime' AND c.relname = 'messages')
) AS k
WHERE pg_xact_commit_timestamp(k.xmin) IS NOT NULL
