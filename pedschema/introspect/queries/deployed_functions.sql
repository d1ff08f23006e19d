-- Functions of the app, if any of them names Realtime, and those of Realtime that send: their calls are followed.
WITH functions AS (
    SELECT p.oid, p.proname, p.proowner, p.prosecdef, p.proconfig, n.nspname, p.prosrc
    FROM pg_proc AS p
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    JOIN pg_language AS l ON l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql')
    WHERE p.prokind IN ('f', 'p')
        AND n.nspname <> :schema
        AND n.nspname !~ '^pg_'
        AND (
            n.nspname <> ALL (:platform)
            OR (n.nspname = 'realtime' AND p.proname IN ('broadcast_changes', 'send', 'send_binary'))
        )
        AND NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        )
)
SELECT
    f.oid::bigint AS oid,
    f.nspname AS schema,
    f.proname AS name,
    pg_get_function_identity_arguments(f.oid) AS arguments,
    pg_get_userbyid(f.proowner) AS owner,
    f.prosecdef AS definer,
    coalesce(f.proconfig, '{}') AS settings,
    pg_get_functiondef(f.oid) AS definition
FROM functions AS f
WHERE EXISTS (
    SELECT FROM functions AS s
    WHERE s.nspname <> 'realtime'
        AND (
            s.prosrc ~* 'realtime'
            OR pg_get_function_sqlbody(s.oid) ~* 'realtime'
            OR array_to_string(s.proconfig, ' ') ~* 'realtime'
        )
)
ORDER BY f.nspname COLLATE "C", f.proname COLLATE "C"
