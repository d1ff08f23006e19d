-- Triggers by the schema of their function, by their table, by their name; of their clones on partitions only those
-- that fire at other times.
SELECT
    tn.nspname AS table_schema,
    c.relname AS table_name,
    format('%I.%I', CASE tn.oid WHEN pg_my_temp_schema() THEN 'pg_temp' ELSE tn.nspname END, c.relname) AS quoted,
    t.tgname AS name,
    t.tgenabled::text AS enabled,
    pg_get_triggerdef(t.oid) AS definition,
    CASE WHEN c.relkind <> 'p' THEN '[]' ELSE (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'table', format('%I.%I', kn.nspname, kc.relname),
            'enabled', k.tgenabled::text
        ) ORDER BY kn.nspname COLLATE "C", kc.relname COLLATE "C"), '[]')
        FROM pg_partition_tree(c.oid) AS tree
        JOIN pg_trigger AS k ON k.tgrelid = tree.relid AND k.tgname = t.tgname AND k.tgparentid <> 0
        JOIN pg_class AS kc ON kc.oid = k.tgrelid
        JOIN pg_namespace AS kn ON kn.oid = kc.relnamespace
        WHERE k.tgenabled <> t.tgenabled
    ) END AS clones
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_namespace AS tn ON tn.oid = c.relnamespace
JOIN pg_proc AS p ON p.oid = t.tgfoid
JOIN pg_namespace AS pn ON pn.oid = p.pronamespace
WHERE NOT t.tgisinternal
    AND t.tgparentid = 0
    AND (CAST(:schema AS text) IS NULL OR pn.nspname = CAST(:schema AS text))
    AND (CAST(:table_schema AS text) IS NULL OR tn.nspname = CAST(:table_schema AS text))
    AND (CAST(:table AS text) IS NULL OR c.relname = CAST(:table AS text))
    AND (CAST(:name AS text) IS NULL OR t.tgname = CAST(:name AS text))
ORDER BY tn.nspname COLLATE "C", c.relname COLLATE "C", t.tgname COLLATE "C"
