-- Names that stand where objects of one group would: triggers and policies with their table, functions of one schema.
SELECT n.nspname AS schema, c.relname AS "of", t.tgname AS name
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE :group = 'trigger' AND NOT t.tgisinternal
UNION ALL
SELECT n.nspname, c.relname, p.polname
FROM pg_policy AS p
JOIN pg_class AS c ON c.oid = p.polrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE :group = 'policy'
UNION ALL
SELECT n.nspname, '', p.proname
FROM pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE :group = 'function' AND n.nspname = :schema
