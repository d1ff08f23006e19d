-- One schema.
SELECT
    quote_ident(pg_get_userbyid(n.nspowner)) AS owner,
    (
        SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object(
            'privilege', a.privilege_type,
            'grantee', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
            'grantable', a.is_grantable
        )), '[]')
        FROM aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a
    ) AS grants
FROM pg_namespace AS n
WHERE n.nspname = :schema
