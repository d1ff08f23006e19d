-- Roles of clients, of policies on realtime.messages, of owners of the app's functions, and those no policy binds.
SELECT
    r.rolname AS name,
    r.rolsuper OR r.rolbypassrls AS bypasses,
    ARRAY(
        SELECT m.rolname::text FROM pg_roles AS m WHERE pg_has_role(r.oid, m.oid, 'USAGE')
    ) AS holds,
    ARRAY(
        SELECT n.nspname::text
        FROM pg_namespace AS n
        WHERE has_schema_privilege(r.oid, n.oid, 'USAGE') AND n.nspname !~ '^pg_(temp|toast)'
    ) AS schemas,
    pg_has_role(current_user, r.oid, 'MEMBER') AS playable
FROM pg_roles AS r
WHERE r.rolname = ANY (%(clients)s)
    OR r.rolbypassrls
    OR r.oid IN (
        SELECT unnest(p.polroles)
        FROM pg_policy AS p
        JOIN pg_class AS c ON c.oid = p.polrelid AND c.relname = 'messages'
        JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'realtime'
    )
    OR r.oid IN (
        SELECT f.proowner
        FROM pg_proc AS f
        JOIN pg_namespace AS n ON n.oid = f.pronamespace
        WHERE n.nspname <> ALL (%(platform)s) AND n.nspname !~ '^pg_'
    )
ORDER BY r.rolname COLLATE "C"
