-- What stands in the owned schema and is none of our kinds, and functions that an extension brings; with the
-- table of a trigger or rule, the argument types of an aggregate or function.
SELECT k.kind, k.name, k.arguments, k.owner
FROM pg_namespace AS n
CROSS JOIN LATERAL (
    SELECT
        CASE c.relkind
            WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
            WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'type' ELSE 'table'
        END AS kind,
        c.relname AS name,
        '' AS arguments,
        pg_get_userbyid(c.relowner) AS owner
    FROM pg_class AS c
    WHERE c.relnamespace = n.oid
        AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
        AND c.relname <> ALL (:known)
        -- What belongs to a column or an extension comes and goes with it.
        AND NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e')
        )
    UNION ALL
    SELECT 'trigger', t.tgname, c.relname, pg_get_userbyid(c.relowner)
    FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid AND c.relnamespace = n.oid
    JOIN pg_proc AS p ON p.oid = t.tgfoid AND p.pronamespace <> n.oid
    WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'rule', r.rulename, c.relname, pg_get_userbyid(c.relowner)
    FROM pg_rewrite AS r
    JOIN pg_class AS c ON c.oid = r.ev_class AND c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
    UNION ALL
    SELECT 'type', t.typname, '', pg_get_userbyid(t.typowner)
    FROM pg_type AS t
    WHERE t.typnamespace = n.oid
        AND t.typtype IN ('e', 'd', 'r')
        AND NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
        )
    UNION ALL
    SELECT
        CASE WHEN d.objid IS NULL THEN 'aggregate' ELSE 'extension function' END,
        p.proname,
        (
            SELECT coalesce(string_agg(format_type(a.type, NULL), ', ' ORDER BY a.position), '')
            FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type, position)
        ),
        pg_get_userbyid(p.proowner)
    FROM pg_proc AS p
    LEFT JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
    WHERE p.pronamespace = n.oid AND (p.prokind IN ('a', 'w') OR d.objid IS NOT NULL)
) AS k
WHERE n.nspname = :schema
ORDER BY 1, 2, 3
