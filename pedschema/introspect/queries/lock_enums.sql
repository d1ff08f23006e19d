-- Enum types that columns of the app's tables are of, as such, in an array or below a domain.
SELECT
    n.nspname AS schema,
    t.typname AS name,
    ARRAY(SELECT e.enumlabel FROM pg_enum AS e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
FROM pg_type AS t
JOIN pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.typtype = 'e'
    AND EXISTS (
        SELECT
        FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
        JOIN pg_namespace AS cn ON cn.oid = c.relnamespace AND cn.nspname = ANY (:schemas)
        JOIN pg_type AS used ON used.oid = a.atttypid
        WHERE a.attnum > 0
            AND NOT a.attisdropped
            AND t.oid IN (used.oid, used.typelem, used.typbasetype)
    )
ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"
