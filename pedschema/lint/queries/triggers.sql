-- Triggers of the app: on its tables, or with its functions; clones on partitions are left out.
SELECT
    t.tgname AS name,
    t.tgrelid::bigint AS "table",
    t.tgfoid::bigint AS "function",
    t.tgenabled IN ('O', 'A') AS enabled,
    pg_get_triggerdef(t.oid) AS definition
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_namespace AS cn ON cn.oid = c.relnamespace
JOIN pg_proc AS f ON f.oid = t.tgfoid
JOIN pg_namespace AS fn ON fn.oid = f.pronamespace
WHERE NOT t.tgisinternal
    AND t.tgparentid = 0
    AND (cn.nspname <> ALL (%(platform)s) OR fn.nspname <> ALL (%(platform)s || ARRAY['pg_catalog']))
    AND NOT EXISTS (
        SELECT
        FROM pg_depend AS d
        WHERE d.classid = 'pg_trigger'::regclass AND d.objid = t.oid AND d.deptype = 'e'
    )
ORDER BY cn.nspname COLLATE "C", c.relname COLLATE "C", t.tgname COLLATE "C"
