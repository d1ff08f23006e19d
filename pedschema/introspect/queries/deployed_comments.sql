-- Comments on what stands in the owned schema, on triggers that call it and on the policies of messages.
SELECT k.kind, k.name, k.part, replace(a.type, 'table column', 'column') || ' ' || a.identity AS target, d.description AS comment
FROM (
    SELECT 'schema' AS kind, n.nspname::text AS name, '' AS part, 'pg_namespace'::regclass AS class, n.oid
    FROM pg_namespace AS n
    WHERE n.nspname = :schema
    UNION ALL
    SELECT 'table', n.nspname || '.' || c.relname, '', 'pg_class'::regclass, c.oid
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = :schema AND c.relkind = 'r'
    UNION ALL
    SELECT
        'function',
        n.nspname || '.' || p.proname,
        (
            SELECT coalesce(string_agg(format_type(t.type, NULL), ', ' ORDER BY t.position), '')
            FROM unnest(p.proargtypes) WITH ORDINALITY AS t (type, position)
        ),
        'pg_proc'::regclass,
        p.oid
    FROM pg_proc AS p
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname = :schema
    UNION ALL
    SELECT 'trigger', n.nspname || '.' || c.relname, t.tgname, 'pg_trigger'::regclass, t.oid
    FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_proc AS p ON p.oid = t.tgfoid
    JOIN pg_namespace AS o ON o.oid = p.pronamespace
    WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND o.nspname = :schema
    UNION ALL
    SELECT 'policy', n.nspname || '.' || c.relname, p.polname, 'pg_policy'::regclass, p.oid
    FROM pg_policy AS p
    JOIN pg_class AS c ON c.oid = p.polrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'realtime' AND c.relname = 'messages'
) AS k
JOIN pg_description AS d ON d.classoid = k.class AND d.objoid = k.oid
CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS a
ORDER BY 1, 2, 3, d.objsubid
