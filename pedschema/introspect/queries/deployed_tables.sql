-- Owners of the app's tables, whether an extension brings them, the places of their columns (a dropped column
-- keeps its place), and rules by which something else is done than what a statement says.
SELECT
    n.nspname AS schema,
    c.relname AS name,
    pg_get_userbyid(c.relowner) AS owner,
    EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    ) AS extension,
    (
        SELECT coalesce(jsonb_object_agg(a.attname, a.attnum), '{}')
        FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS places,
    ARRAY(
        SELECT a.attnum FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attisdropped ORDER BY a.attnum
    ) AS dropped,
    ARRAY(
        SELECT r.rulename::text
        FROM pg_rewrite AS r
        WHERE r.ev_class = c.oid AND r.is_instead AND r.ev_enabled <> 'D'
        ORDER BY 1
    ) AS rules
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p')
    AND NOT c.relispartition
    AND (n.nspname = ANY (:schemas) OR EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid))
    AND n.nspname <> 'pg_catalog'
