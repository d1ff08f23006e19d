-- Policies of all tables but partitions, with the tables, columns and functions that they name.
SELECT
    p.polrelid::bigint AS "table",
    p.polname AS name,
    CASE p.polcmd
        WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL'
    END AS command,
    p.polpermissive AS permissive,
    ARRAY(
        SELECT CASE r.oid WHEN 0 THEN 'public' ELSE pg_get_userbyid(r.oid)::text END
        FROM unnest(p.polroles) AS r (oid)
        ORDER BY 1
    ) AS roles,
    coalesce(pg_get_expr(p.polqual, p.polrelid), '') AS "using",
    coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') AS "check",
    (
        SELECT coalesce(jsonb_object_agg(d.oid, d.columns), '{}')
        FROM (
            SELECT
                d.refobjid::bigint AS oid,
                coalesce(array_agg(a.attname) FILTER (WHERE a.attname IS NOT NULL), '{}') AS columns
            FROM pg_depend AS d
            LEFT JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum > 0
            WHERE d.classid = 'pg_policy'::regclass
                AND d.objid = p.oid
                AND d.refclassid = 'pg_class'::regclass
                AND d.deptype = 'n'
            GROUP BY 1
        ) AS d
    ) AS tables,
    ARRAY(
        SELECT DISTINCT d.refobjid::bigint
        FROM pg_depend AS d
        WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_proc'::regclass
    ) AS functions
FROM pg_policy AS p
JOIN pg_class AS c ON c.oid = p.polrelid AND NOT c.relispartition
ORDER BY p.polrelid, p.polname COLLATE "C"
