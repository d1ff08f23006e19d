-- One table: columns and constraints as CREATE TABLE writes them.
SELECT
    quote_ident(pg_get_userbyid(c.relowner)) AS owner,
    c.relrowsecurity AS secured,
    c.relforcerowsecurity AS forced,
    ARRAY(
        SELECT concat_ws(
            ' ',
            quote_ident(a.attname),
            format_type(a.atttypid, a.atttypmod),
            'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
            CASE WHEN a.attnotnull THEN 'NOT NULL' END
        )
        FROM pg_attribute AS a
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
    ) AS columns,
    ARRAY(
        SELECT format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))
        FROM pg_constraint AS k
        WHERE k.conrelid = c.oid AND k.contype IN ('c', 'p', 'u')
        ORDER BY k.conname COLLATE "C"
    ) AS constraints,
    (
        SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object(
            'privilege', a.privilege_type,
            'grantee', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
            'grantable', a.is_grantable
        )), '[]')
        FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS a
        -- What a login for reading drift may read is no part of the object (`pedschema drift --print-role`).
        WHERE NOT (a.privilege_type = 'SELECT' AND a.grantee IN (
            SELECT s.setrole
            FROM pg_db_role_setting AS s
            JOIN pg_roles AS r ON r.oid = s.setrole AND r.rolcanlogin
            WHERE 'default_transaction_read_only=on' = ANY (s.setconfig)
                AND NOT (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls)
                AND NOT EXISTS (SELECT FROM pg_auth_members AS m WHERE m.member = r.oid)
        ))
    ) AS grants
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = :schema AND c.relname = :name AND c.relkind = 'r'
