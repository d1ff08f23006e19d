-- Views through which roles of clients read messages, past the policies: directly, or through other views.
WITH RECURSIVE shown (oid) AS (
    SELECT c.oid
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'realtime'
    WHERE c.relkind IN ('p', 'r') AND (c.relname = 'messages' OR starts_with(c.relname, 'messages_'))
    UNION
    SELECT w.ev_class
    FROM shown AS s
    JOIN pg_depend AS d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = s.oid
        AND d.classid = 'pg_rewrite'::regclass
    JOIN pg_rewrite AS w ON w.oid = d.objid
)
SELECT
    n.nspname AS schema,
    c.relname AS name,
    pg_get_userbyid(c.relowner) AS owner,
    c.relkind = 'm' AS materialized,
    k.readers
FROM shown AS s
JOIN pg_class AS c ON c.oid = s.oid AND c.relkind IN ('v', 'm')
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT ARRAY(
        SELECT r.rolname::text
        FROM pg_roles AS r
        WHERE r.rolname = ANY (:clients)
            AND has_schema_privilege(r.oid, n.oid, 'USAGE')
            AND has_any_column_privilege(r.oid, c.oid, 'SELECT')
        ORDER BY 1
    ) AS readers
) AS k
WHERE cardinality(k.readers) > 0
    AND NOT EXISTS (
        SELECT FROM unnest(c.reloptions) AS o (option) WHERE o.option ~* '^security_invoker=(true|on|yes|1)$'
    )
ORDER BY 1, 2
