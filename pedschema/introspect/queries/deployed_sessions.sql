-- What sessions of this database begin with that changes messages: another time zone than UTC, or triggers that
-- do not fire; the role is empty for all roles.
SELECT
    coalesce(r.rolname, '') AS role,
    lower(split_part(entry, '=', 1)) AS setting,
    substr(entry, strpos(entry, '=') + 1) AS value,
    s.setdatabase <> 0 AS here
FROM pg_db_role_setting AS s
LEFT JOIN pg_roles AS r ON r.oid = s.setrole
CROSS JOIN unnest(s.setconfig) AS entry
WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database()))
    AND (
        lower(entry) = 'session_replication_role=replica'
        OR (
            starts_with(lower(entry), 'timezone=')
            AND lower(substr(entry, length('timezone=') + 1))
                NOT IN ('utc', 'etc/utc', 'gmt', 'etc/gmt', 'uct', 'etc/uct', 'zulu', 'etc/zulu', 'universal')
        )
    )
ORDER BY 1, 2, 3
