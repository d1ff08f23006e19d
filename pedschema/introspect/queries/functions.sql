-- Functions of one schema, or those of one name in it.
SELECT
    n.nspname AS schema,
    p.proname AS name,
    format('%I.%I', n.nspname, p.proname) AS quoted,
    (
        SELECT coalesce(string_agg(format_type(a.type, NULL), ', ' ORDER BY a.position), '')
        FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type, position)
    ) AS arguments,
    p.prorettype = 'pg_catalog.trigger'::regtype AS is_trigger,
    pg_get_functiondef(p.oid) AS definition,
    pg_get_function_sqlbody(p.oid) AS sql_body,
    encode(sha256(convert_to(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), 'UTF8')), 'hex') AS digest,
    quote_ident(pg_get_userbyid(p.proowner)) AS owner,
    (
        SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object(
            'privilege', a.privilege_type,
            'grantee', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
            'grantable', a.is_grantable
        )), '[]')
        FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
    ) AS grants
FROM pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname = :schema
    AND (CAST(:name AS text) IS NULL OR p.proname = CAST(:name AS text))
    AND p.prokind IN ('f', 'p')
ORDER BY p.proname, p.proargtypes::text
