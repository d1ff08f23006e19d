-- The server, and the partitions of realtime.messages for today and tomorrow.
SELECT
    current_setting('server_version_num')::integer AS version,
    c.oid::bigint AS messages,
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
    ) AS missing
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'realtime' AND c.relname = 'messages'
