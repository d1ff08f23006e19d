-- Types that the columns of the app's tables are made of, through arrays, domains, composites and ranges;
-- those of initdb, whose oids are below 16384, are left out.
WITH RECURSIVE parts AS (
    SELECT t.oid, nullif(t.typelem, 0) AS part FROM pg_type AS t
    UNION ALL
    SELECT t.oid, t.typbasetype FROM pg_type AS t WHERE t.typtype = 'd'
    UNION ALL
    SELECT t.oid, a.atttypid
    FROM pg_type AS t
    JOIN pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE t.typtype = 'c' AND t.oid >= 16384
    UNION ALL
    SELECT r.rngtypid, r.rngsubtype FROM pg_range AS r
    UNION ALL
    SELECT r.rngmultitypid, r.rngtypid FROM pg_range AS r
),
used AS (
    SELECT a.atttypid AS oid
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = ANY (:schemas)
    WHERE a.attnum > 0 AND NOT a.attisdropped
    UNION
    SELECT p.part FROM used AS u JOIN parts AS p ON p.oid = u.oid AND p.part IS NOT NULL
)
SELECT
    n.nspname AS schema,
    t.typname AS name,
    t.typtype::text AS kind,
    t.typcategory::text AS category,
    ARRAY(SELECT e.enumlabel FROM pg_enum AS e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
    format_type(nullif(t.typbasetype, 0), t.typtypmod) AS base,
    NOT t.typnotnull AS nullable,
    greatest(t.typndims, 1) AS dimensions,
    EXISTS (
        SELECT
        FROM pg_constraint AS k
        WHERE k.contypid = t.oid AND k.contype = 'c' AND strpos(pg_get_constraintdef(k.oid), 'array_ndims(') > 0
    ) AS dimensions_checked,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'name', a.attname,
            'type', format_type(a.atttypid, a.atttypmod),
            'dimensions', greatest(a.attndims, 1)
        ) ORDER BY a.attnum), '[]')
        FROM pg_attribute AS a
        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS fields,
    (
        SELECT format_type(CASE t.oid WHEN r.rngtypid THEN r.rngsubtype ELSE r.rngtypid END, NULL)
        FROM pg_range AS r
        WHERE t.oid IN (r.rngtypid, r.rngmultitypid)
    ) AS subtype,
    -- The conversion to JSON looks at no cast of a composite or a domain (PostgreSQL 15 to 18).
    t.typtype NOT IN ('c', 'd') AND EXISTS (
        SELECT
        FROM pg_cast AS k
        WHERE k.castsource = t.oid AND k.casttarget = 'pg_catalog.json'::regtype AND k.castmethod = 'f'
    ) AS json_cast
FROM pg_type AS t
JOIN pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.oid IN (SELECT u.oid FROM used AS u)
    AND t.oid >= 16384
    -- An array type says nothing that its element does not.
    AND NOT EXISTS (SELECT FROM pg_type AS element WHERE element.typarray = t.oid)
ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"
