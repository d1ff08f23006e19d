-- What sessions of this database begin with that changes messages: another time zone than UTC, or triggers that
-- do not fire; the role is empty for all roles. What the server itself begins with counts where nothing stands above it.
WITH settings AS (
    SELECT
        coalesce(r.rolname, '') AS role,
        lower(split_part(entry, '=', 1)) AS setting,
        substr(entry, strpos(entry, '=') + 1) AS value,
        s.setdatabase <> 0 AS here,
        false AS server
    FROM pg_db_role_setting AS s
    LEFT JOIN pg_roles AS r ON r.oid = s.setrole
    CROSS JOIN unnest(s.setconfig) AS entry
    WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database()))
    UNION ALL
    SELECT '', lower(p.name), p.setting, false, true
    FROM pg_settings AS p
    WHERE p.name IN ('TimeZone', 'session_replication_role')
        AND p.source IN ('default', 'environment variable', 'configuration file', 'command line')
)
SELECT s.role, s.setting, s.value, s.here, s.server
FROM settings AS s
WHERE (s.setting = 'session_replication_role' AND lower(s.value) = 'replica')
    OR (
        s.setting = 'timezone'
        -- Every name that PostgreSQL takes for UTC, and offsets of nothing.
        AND s.value !~* '^((etc/)?(utc|uct|gmt[-+]?0?|greenwich|universal|zulu)|(utc|gmt|<[-+]?0+>)?[-+]?0+([:]0+)*)$'
    )
ORDER BY 1, 2, 3
