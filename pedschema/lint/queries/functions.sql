-- Functions of the app, and those of the platform that policies call; what an extension brings is not the app's.
SELECT
    f.oid::bigint AS oid,
    n.nspname AS schema,
    f.proname AS name,
    pg_get_function_identity_arguments(f.oid) AS arguments,
    pg_get_userbyid(f.proowner) AS owner,
    f.prosecdef AS definer,
    coalesce(f.proconfig, '{}') AS settings,
    CASE WHEN k.own THEN pg_get_functiondef(f.oid) ELSE '' END AS definition,
    ARRAY(
        SELECT r.rolname::text
        FROM pg_roles AS r
        WHERE r.rolname = ANY (%(roles)s) AND has_function_privilege(r.oid, f.oid, 'EXECUTE')
    ) AS executable
FROM pg_proc AS f
JOIN pg_namespace AS n ON n.oid = f.pronamespace
JOIN pg_language AS l ON l.oid = f.prolang
CROSS JOIN LATERAL (
    SELECT
        n.nspname <> ALL (%(platform)s)
        AND n.nspname !~ '^pg_'
        AND l.lanname IN ('sql', 'plpgsql')
        AND NOT EXISTS (
            SELECT
            FROM pg_depend AS d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = f.oid AND d.deptype = 'e'
        ) AS own
) AS k
WHERE f.prokind IN ('f', 'p')
    AND (
        k.own
        OR EXISTS (
            SELECT
            FROM pg_depend AS d
            WHERE d.refclassid = 'pg_proc'::regclass
                AND d.refobjid = f.oid
                AND d.classid = 'pg_policy'::regclass
        )
    )
ORDER BY n.nspname COLLATE "C", f.proname COLLATE "C", f.proargtypes::text
