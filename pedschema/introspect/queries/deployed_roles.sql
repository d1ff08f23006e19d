-- Logins that can act as a role, and superusers: who could have changed what a role owns.
SELECT
    o.rolname AS role,
    ARRAY(
        SELECT r.rolname::text
        FROM pg_roles AS r
        WHERE r.rolcanlogin AND NOT r.rolsuper AND pg_has_role(r.oid, o.oid, 'MEMBER')
        ORDER BY 1
    ) AS members,
    ARRAY(SELECT r.rolname::text FROM pg_roles AS r WHERE r.rolcanlogin AND r.rolsuper ORDER BY 1) AS superusers
FROM pg_roles AS o
WHERE o.rolname = ANY (:owners)
