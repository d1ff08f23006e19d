-- Tables of the app, partitions without.
WITH keys AS NOT MATERIALIZED (
    SELECT
        k.conrelid,
        k.contype,
        (
            SELECT jsonb_agg(a.attname ORDER BY u.position)
            FROM unnest(k.conkey) WITH ORDINALITY AS u (attnum, position)
            JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
        ) AS names
    FROM pg_constraint AS k
    WHERE k.contype IN ('p', 'u')
),
-- Most publications hold all of their tables: only others are asked about each table. The platform's own carries
-- Broadcast, and no table of the app.
limiting AS MATERIALIZED (
    SELECT p.*
    FROM pg_publication AS p
    WHERE NOT starts_with(p.pubname::text, 'supabase_realtime_messages_publication')
        AND (
            NOT (p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate)
            OR p.pubviaroot
            OR EXISTS (
                SELECT
                FROM pg_publication_rel AS m
                JOIN pg_class AS k ON k.oid = m.prrelid
                WHERE m.prpubid = p.oid
                    AND (m.prattrs IS NOT NULL OR m.prqual IS NOT NULL OR k.relispartition)
            )
        )
)
SELECT
    n.nspname AS schema,
    c.relname AS name,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'name', a.attname,
            'type', format_type(a.atttypid, a.atttypmod),
            -- Rows from before a constraint that nobody has validated yet may hold NULL (PostgreSQL 18).
            'nullable', NOT a.attnotnull OR EXISTS (
                SELECT
                FROM pg_constraint AS k
                WHERE k.conrelid = c.oid
                    AND k.contype = 'n'
                    AND k.conkey = ARRAY[a.attnum]
                    AND NOT k.convalidated
            ),
            'generated', CASE a.attgenerated::text WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' ELSE '' END,
            'identity',
            CASE a.attidentity::text WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE '' END,
            'dimensions', greatest(a.attndims, 1),
            'dimensions_checked', EXISTS (
                SELECT
                FROM pg_constraint AS k
                WHERE k.conrelid = c.oid
                    AND k.contype = 'c'
                    AND strpos(pg_get_constraintdef(k.oid), 'array_ndims(' || quote_ident(a.attname) || ')') > 0
            )
        ) ORDER BY a.attnum), '[]')
        FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS columns,
    (SELECT k.names FROM keys AS k WHERE k.conrelid = c.oid AND k.contype = 'p') AS primary_key,
    (
        SELECT coalesce(jsonb_agg(k.names), '[]')
        FROM keys AS k
        WHERE k.conrelid = c.oid AND k.contype = 'u'
    ) AS uniques,
    ARRAY(
        SELECT DISTINCT pg_get_constraintdef(f.oid) COLLATE "C"
        FROM pg_constraint AS f
        WHERE f.conrelid = c.oid AND f.contype = 'f'
        ORDER BY 1
    ) AS foreign_keys,
    c.relrowsecurity AS rls,
    CASE c.relreplident::text
        WHEN 'f' THEN 'full' WHEN 'i' THEN 'index' WHEN 'n' THEN 'nothing' ELSE 'default'
    END AS replica_identity,
    ARRAY(
        SELECT p.pubname::text COLLATE "C"
        FROM pg_publication AS p
        -- The platform's own carries Broadcast, and no table of the app.
        WHERE NOT starts_with(p.pubname::text, 'supabase_realtime_messages_publication')
            AND (
                p.puballtables
                OR EXISTS (SELECT FROM pg_publication_rel AS m WHERE m.prpubid = p.oid AND m.prrelid = c.oid)
                OR EXISTS (
                    SELECT FROM pg_publication_namespace AS m WHERE m.pnpubid = p.oid AND m.pnnspid = n.oid
                )
            )
        ORDER BY 1
    ) AS publications,
    c.relkind = 'p' AS partitioned,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'publication', p.pubname,
            'what', l.what
        ) ORDER BY p.pubname COLLATE "C", l.what COLLATE "C"), '[]')
        FROM limiting AS p
        LEFT JOIN pg_publication_rel AS m ON m.prpubid = p.oid AND m.prrelid = c.oid
        CROSS JOIN LATERAL (
            SELECT p.puballtables OR m.oid IS NOT NULL OR EXISTS (
                SELECT FROM pg_publication_namespace AS s WHERE s.pnpubid = p.oid AND s.pnnspid = n.oid
            ) AS is_whole
        ) AS w
        CROSS JOIN LATERAL (
            SELECT 'columns (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' AS what
            FROM pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attnum = ANY (m.prattrs)
            UNION ALL
            SELECT 'rows (' || pg_get_expr(m.prqual, m.prrelid) || ')'
            UNION ALL
            SELECT 'without ' || o.operation
            FROM (
                VALUES
                ('INSERT', p.pubinsert),
                ('UPDATE', p.pubupdate),
                ('DELETE', p.pubdelete),
                ('TRUNCATE', p.pubtruncate)
            ) AS o (operation, is_published)
            WHERE w.is_whole AND NOT o.is_published
            UNION ALL
            SELECT 'as one table' WHERE w.is_whole AND c.relkind = 'p' AND p.pubviaroot
            UNION ALL
            SELECT 'some partitions'
            -- Which of them is not told: partitions come and go.
            WHERE c.relkind = 'p' AND NOT w.is_whole AND EXISTS (
                SELECT
                FROM pg_partition_tree(c.oid) AS t
                JOIN pg_publication_rel AS r ON r.prrelid = t.relid AND r.prpubid = p.oid
            )
        ) AS l
        WHERE l.what IS NOT NULL
    ) AS limits
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = ANY (:schemas)
    AND c.relkind IN ('r', 'p')
    AND NOT c.relispartition
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
