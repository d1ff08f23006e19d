-- Which tables of the owned schema the login can read (where policies bind it, one has to let it), and what
-- others than the owner may do with them or with single columns; what is granted on :told is told elsewhere.
SELECT
    c.relname AS name,
    has_schema_privilege(n.oid, 'USAGE')
        AND has_table_privilege(c.oid, 'SELECT')
        AND (
            NOT c.relrowsecurity
            OR pg_has_role(c.relowner, 'USAGE')
            OR EXISTS (
                SELECT FROM pg_roles AS r WHERE r.rolname = current_user AND (r.rolsuper OR r.rolbypassrls)
            )
            OR EXISTS (
                SELECT
                FROM pg_policy AS p
                CROSS JOIN unnest(p.polroles) AS r (oid)
                WHERE p.polrelid = c.oid
                    AND p.polcmd IN ('r', '*')
                    AND (r.oid = 0 OR pg_has_role(r.oid, 'USAGE'))
            )
        ) AS readable,
    pg_get_userbyid(c.relowner) AS owner,
    ARRAY(
        SELECT a.attname || ' ' || format_type(a.atttypid, NULL)
        FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS columns,
    ARRAY(
        SELECT format(
            '%s%s to %s',
            a.privilege_type,
            ' (' || quote_ident(g.name) || ')',
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
        )
        FROM (
            SELECT NULL::name AS name, c.relacl AS acl WHERE c.relname <> :told
            UNION ALL
            SELECT t.attname, t.attacl FROM pg_attribute AS t WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL
        ) AS g
        CROSS JOIN aclexplode(g.acl) AS a
        WHERE a.grantee <> c.relowner
        ORDER BY 1
    ) AS grants
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = :schema AND c.relname = ANY (:names)
