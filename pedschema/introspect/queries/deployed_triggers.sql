-- Triggers that fire, and whose function is not owned; those of the platform on its own tables are left out, and
-- those that an extension brings.
SELECT
    t.tgname AS name,
    tn.nspname AS table_schema,
    c.relname AS table_name,
    pg_get_userbyid(c.relowner) AS owner,
    p.oid::bigint AS function,
    pg_get_triggerdef(t.oid) AS definition
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_namespace AS tn ON tn.oid = c.relnamespace
JOIN pg_proc AS p ON p.oid = t.tgfoid
JOIN pg_namespace AS pn ON pn.oid = p.pronamespace
WHERE NOT t.tgisinternal
    AND t.tgparentid = 0
    AND t.tgenabled IN ('O', 'A')
    AND pn.nspname <> :schema
    AND (
        pn.oid <> tn.oid
        OR pn.nspname <> ALL (:platform)
        OR (tn.nspname = 'realtime' AND (c.relname = 'messages' OR c.relispartition))
    )
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_trigger'::regclass AND d.objid = t.oid AND d.deptype = 'e'
    )
ORDER BY tn.nspname COLLATE "C", c.relname COLLATE "C", t.tgname COLLATE "C"
