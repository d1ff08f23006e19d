-- Functions of the app, if any of them names what Realtime has: all are needed to follow their calls.
WITH own AS (
    SELECT p.oid, p.proname, p.proowner, p.prosecdef, p.proconfig, n.nspname, p.prosrc, p.prosqlbody
    FROM pg_proc AS p
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    JOIN pg_language AS l ON l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql')
    WHERE p.prokind IN ('f', 'p')
        AND n.nspname <> :schema
        AND n.nspname <> ALL (:platform)
        AND n.nspname !~ '^pg_'
        AND NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        )
)
SELECT
    o.oid::bigint AS oid,
    o.nspname AS schema,
    o.proname AS name,
    pg_get_function_identity_arguments(o.oid) AS arguments,
    pg_get_userbyid(o.proowner) AS owner,
    o.prosecdef AS definer,
    coalesce(o.proconfig, '{}') AS settings,
    pg_get_functiondef(o.oid) AS definition
FROM own AS o
WHERE EXISTS (
    SELECT FROM own AS s
    WHERE s.prosqlbody IS NOT NULL OR s.prosrc ~* '(broadcast_changes|send|messages)'
)
ORDER BY o.nspname COLLATE "C", o.proname COLLATE "C"
