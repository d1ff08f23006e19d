-- Tables and views, partitions without; of those of the platform everything as well, policies may read them.
WITH published AS (
    SELECT
        coalesce(pg_partition_root(c.oid), c.oid) AS oid,
        array_agg(DISTINCT p.pubname::text ORDER BY p.pubname::text) AS names
    FROM pg_publication_tables AS p
    JOIN pg_namespace AS n ON n.nspname = p.schemaname
    JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = p.tablename
    GROUP BY 1
)
SELECT
    c.oid::bigint AS oid,
    n.nspname AS schema,
    c.relname AS name,
    pg_get_userbyid(c.relowner) AS owner,
    c.relkind IN ('r', 'p') AS is_table,
    n.nspname = ANY (%(platform)s) OR EXISTS (
        SELECT
        FROM pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    ) AS platform,
    c.relrowsecurity AS secured,
    c.relforcerowsecurity AS forced,
    greatest(c.reltuples, 0)::bigint AS rows,
    CASE c.relreplident
        WHEN 'n' THEN 'nothing'
        WHEN 'f' THEN 'full'
        WHEN 'i' THEN 'index'
        ELSE CASE WHEN EXISTS (
            SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary
        ) THEN 'default' ELSE 'nothing' END
    END AS identity,
    ARRAY(
        SELECT a.attname::text
        FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
    ) AS columns,
    ARRAY(
        SELECT DISTINCT a.attname::text
        FROM pg_index AS i
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = c.oid AND i.indisvalid
    ) AS leading,
    coalesce(p.names, '{}') AS publications,
    (
        SELECT jsonb_object_agg(r.rolname, CASE
            WHEN has_table_privilege(r.oid, c.oid, 'SELECT') THEN NULL
            ELSE to_jsonb(ARRAY(
                SELECT a.attname::text
                FROM pg_attribute AS a
                WHERE a.attrelid = c.oid
                    AND a.attnum > 0
                    AND NOT a.attisdropped
                    AND has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT')
            ))
        END)
        FROM pg_roles AS r
        WHERE r.rolname = ANY (%(roles)s)
    ) AS selectable
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN published AS p ON p.oid = c.oid
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT c.relispartition
    AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
