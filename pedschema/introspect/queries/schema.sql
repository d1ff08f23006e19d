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
        -- What a login for reading drift may read is no part of the object (`pedschema drift --print-role`).
        WHERE NOT (a.privilege_type = 'USAGE' AND a.grantee IN (
            SELECT s.setrole
            FROM pg_db_role_setting AS s
            JOIN pg_roles AS r ON r.oid = s.setrole AND r.rolcanlogin
            WHERE 'default_transaction_read_only=on' = ANY (s.setconfig)
                AND NOT (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls)
                AND NOT EXISTS (SELECT FROM pg_auth_members AS m WHERE m.member = r.oid)
        ))
    ) AS grants
FROM pg_namespace AS n
WHERE n.nspname = :schema
