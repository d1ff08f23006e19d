-- Functions outside the owned schema, if any of them names Realtime, and those of Realtime that send: their calls are
-- followed. What an extension brings is among them only where its text names Realtime itself.
WITH functions AS (
    SELECT
        p.oid,
        p.proname,
        p.proowner,
        p.prosecdef,
        p.proconfig,
        n.nspname,
        p.prosrc ~* 'realtime'
        OR pg_get_function_sqlbody(p.oid) ~* 'realtime'
        OR array_to_string(p.proconfig, ' ') ~* 'realtime' AS is_naming,
        l.lanname IN ('sql', 'plpgsql') AS is_readable,
        EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        ) AS is_brought
    FROM pg_proc AS p
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    JOIN pg_language AS l ON l.oid = p.prolang
    WHERE p.prokind IN ('f', 'p')
        AND n.nspname NOT IN (:schema, 'information_schema', 'pedschema_platform')
        AND n.nspname !~ '^pg_'
        AND (
            n.nspname <> 'realtime'
            OR p.proname IN ('broadcast_changes', 'send', 'send_binary')
            -- Somebody else's, since the platform has its triggers on its own tables.
            OR EXISTS (
                SELECT
                FROM pg_trigger AS t
                JOIN pg_class AS c ON c.oid = t.tgrelid AND c.relnamespace <> n.oid
                WHERE t.tgfoid = p.oid
            )
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
WHERE (f.is_naming OR (f.is_readable AND NOT f.is_brought))
    AND EXISTS (
        SELECT FROM functions AS s
        WHERE s.is_naming AND (s.nspname <> 'realtime' OR s.proname NOT IN ('broadcast_changes', 'send', 'send_binary'))
    )
ORDER BY f.nspname COLLATE "C", f.proname COLLATE "C"
