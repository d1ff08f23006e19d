-- Comments on what stands in the owned schema, on triggers that call it and on the policies of messages.
WITH d AS MATERIALIZED (
    -- Oids below are of the thousands of objects that PostgreSQL itself brings.
    SELECT d.classoid::regclass AS class, d.objoid, d.objsubid, d.description
    FROM pg_description AS d
    WHERE d.objoid >= 16384
)
SELECT
    k.kind,
    k.name,
    k.part,
    replace(a.type, 'table column', 'column') || ' ' || a.identity AS target,
    k.description AS comment
FROM (
    SELECT d.*, 'schema' AS kind, n.nspname::text AS name, '' AS part
    FROM d
    JOIN pg_namespace AS n ON n.oid = d.objoid AND d.class = 'pg_namespace'::regclass
    WHERE n.nspname = :schema
    UNION ALL
    SELECT d.*, 'table', n.nspname || '.' || c.relname, ''
    FROM d
    JOIN pg_class AS c ON c.oid = d.objoid AND d.class = 'pg_class'::regclass AND c.relkind = 'r'
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = :schema
    UNION ALL
    SELECT d.*, 'function', n.nspname || '.' || p.proname, (
        SELECT coalesce(string_agg(format_type(t.type, NULL), ', ' ORDER BY t.position), '')
        FROM unnest(p.proargtypes) WITH ORDINALITY AS t (type, position)
    )
    FROM d
    JOIN pg_proc AS p ON p.oid = d.objoid AND d.class = 'pg_proc'::regclass
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname = :schema
    UNION ALL
    SELECT d.*, 'trigger', n.nspname || '.' || c.relname, t.tgname
    FROM d
    JOIN pg_trigger AS t ON t.oid = d.objoid AND d.class = 'pg_trigger'::regclass
    JOIN pg_class AS c ON c.oid = t.tgrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_proc AS p ON p.oid = t.tgfoid
    JOIN pg_namespace AS o ON o.oid = p.pronamespace
    WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND o.nspname = :schema
    UNION ALL
    SELECT d.*, 'policy', n.nspname || '.' || c.relname, p.polname
    FROM d
    JOIN pg_policy AS p ON p.oid = d.objoid AND d.class = 'pg_policy'::regclass
    JOIN pg_class AS c ON c.oid = p.polrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'realtime' AND c.relname = 'messages'
) AS k
CROSS JOIN LATERAL pg_identify_object(k.class, k.objoid, k.objsubid) AS a
ORDER BY 1, 2, 3, k.objsubid
