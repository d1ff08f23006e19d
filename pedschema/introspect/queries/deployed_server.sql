-- The server, the table of messages and what surrounds it, and what the login may read.
SELECT
    current_setting('server_version_num')::integer / 10000 AS major,
    current_setting('track_commit_timestamp') = 'on' AS keeps_times,
    current_user AS login,
    current_database() AS database,
    pg_get_userbyid(c.relowner) AS owner,
    c.relrowsecurity AS secured,
    ARRAY(
        SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
    ) AS columns,
    ARRAY(
        SELECT p.proname || '(' || (
            SELECT coalesce(string_agg(format_type(t.type, NULL), ', ' ORDER BY t.position), '')
            FROM unnest(p.proargtypes) WITH ORDINALITY AS t (type, position)
        ) || ')'
        FROM pg_proc AS p
        WHERE p.pronamespace = c.relnamespace
            AND p.proname IN ('broadcast_changes', 'send', 'send_binary', 'topic')
        ORDER BY 1
    ) AS functions,
    ARRAY(
        SELECT r.rolname || ' ' || k.privilege
        FROM pg_roles AS r
        CROSS JOIN (VALUES ('SELECT'), ('INSERT')) AS k (privilege)
        WHERE r.rolname = ANY (:clients)
            AND has_schema_privilege(r.oid, c.relnamespace, 'USAGE')
            AND has_table_privilege(r.oid, c.oid, k.privilege)
        ORDER BY 1
    ) AS grants,
    timezone('utc', now())::date::text AS today,
    ARRAY(
        SELECT day::date::text
        FROM generate_series(
            timezone('utc', now())::date, timezone('utc', now())::date + 1, interval '1 day'
        ) AS day
        WHERE NOT EXISTS (
            SELECT
            FROM pg_inherits AS i
            JOIN pg_class AS p ON p.oid = i.inhrelid
            WHERE i.inhparent = c.oid
                AND (
                    p.relname = 'messages_' || to_char(day, 'YYYY_MM_DD')
                    OR pg_get_expr(p.relpartbound, p.oid) = 'DEFAULT'
                )
        )
    ) AS missing_days,
    (
        SELECT CASE WHEN bool_or(p.puballtables) THEN ARRAY['all tables'] ELSE ARRAY(
            SELECT concat(
                n.nspname, '.', t.relname,
                CASE WHEN m.prattrs IS NOT NULL THEN ' in some columns' END,
                CASE WHEN m.prqual IS NOT NULL THEN ' in some rows' END,
                CASE WHEN NOT q.pubinsert THEN ' without inserts' END
            )
            FROM pg_publication AS q
            JOIN pg_publication_rel AS m ON m.prpubid = q.oid
            JOIN pg_class AS t ON t.oid = m.prrelid
            JOIN pg_namespace AS n ON n.oid = t.relnamespace
            WHERE q.pubname = 'supabase_realtime_messages_publication'
            UNION ALL
            SELECT 'schema ' || n.nspname
            FROM pg_publication AS q
            JOIN pg_publication_namespace AS m ON m.pnpubid = q.oid
            JOIN pg_namespace AS n ON n.oid = m.pnnspid
            WHERE q.pubname = 'supabase_realtime_messages_publication'
            ORDER BY 1
        ) END
        FROM pg_publication AS p
        WHERE p.pubname = 'supabase_realtime_messages_publication'
        HAVING count(*) > 0
    ) AS carried,
    ARRAY(
        SELECT p.pubname::text
        FROM pg_publication AS p
        WHERE NOT starts_with(p.pubname::text, 'supabase_realtime_messages_publication')
            AND (
                p.puballtables
                OR EXISTS (
                    SELECT FROM pg_publication_namespace AS m WHERE m.pnpubid = p.oid AND m.pnnspid = n.oid
                )
                OR EXISTS (
                    SELECT
                    FROM pg_publication_rel AS m
                    LEFT JOIN pg_inherits AS i ON i.inhrelid = m.prrelid
                    WHERE m.prpubid = p.oid AND c.oid IN (m.prrelid, i.inhparent)
                )
            )
        ORDER BY 1
    ) AS published,
    EXISTS (
        SELECT FROM pg_roles AS r
        WHERE r.rolname = :role AND NOT r.rolsuper AND pg_has_role(r.oid, c.relowner, 'MEMBER')
    ) AS role_owns,
    (SELECT r.rolsuper OR r.rolbypassrls FROM pg_roles AS r WHERE r.rolname = :role) AS role_bypasses,
    ARRAY(
        SELECT r.rolname::text
        FROM pg_roles AS r
        WHERE r.rolname = ANY (:clients) AND (r.rolsuper OR r.rolbypassrls)
        ORDER BY 1
    ) AS bypassing,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(g.rolname, r.rolname) ORDER BY g.rolname, r.rolname), '[]')
        FROM pg_auth_members AS m
        JOIN pg_roles AS r ON r.oid = m.member AND r.rolname = ANY (:clients)
        JOIN pg_roles AS g ON g.oid = m.roleid
    ) AS memberships,
    -- Logins that may read and nothing else, as `pedschema drift --print-role` makes them.
    ARRAY(
        SELECT quote_ident(r.rolname)
        FROM pg_roles AS r
        JOIN pg_db_role_setting AS s ON s.setrole = r.oid
        WHERE r.rolcanlogin
            AND NOT (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls)
            AND 'default_transaction_read_only=on' = ANY (s.setconfig)
            AND NOT EXISTS (SELECT FROM pg_auth_members AS m WHERE m.member = r.oid)
    ) AS readers
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'realtime' AND c.relname = 'messages'
