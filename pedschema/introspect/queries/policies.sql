-- Policies of one schema's tables or of one of them, by the start of their name or by all of it.
SELECT
    c.relname AS table_name,
    p.polname AS name,
    p.polcmd::text AS command,
    p.polpermissive AS permissive,
    ARRAY(
        SELECT CASE r.oid WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r.oid)) END
        FROM unnest(p.polroles) AS r (oid)
    ) AS roles,
    pg_get_expr(p.polqual, p.polrelid) AS "using",
    pg_get_expr(p.polwithcheck, p.polrelid) AS "check"
FROM pg_policy AS p
JOIN pg_class AS c ON c.oid = p.polrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = :table_schema
    AND (CAST(:table AS text) IS NULL OR c.relname = CAST(:table AS text))
    AND starts_with(p.polname, :prefix)
    AND (CAST(:name AS text) IS NULL OR p.polname = CAST(:name AS text))
ORDER BY c.relname COLLATE "C", p.polname COLLATE "C"
