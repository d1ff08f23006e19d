-- Time zones that sessions of this database begin with, other than UTC; the role is empty for all roles.
SELECT
    coalesce(r.rolname, '') AS role,
    substr(entry, length('timezone=') + 1) AS zone
FROM pg_db_role_setting AS s
LEFT JOIN pg_roles AS r ON r.oid = s.setrole
CROSS JOIN unnest(s.setconfig) AS entry
WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database()))
    AND starts_with(lower(entry), 'timezone=')
    AND substr(entry, length('timezone=') + 1)
        !~* '^((etc/)?(utc|uct|gmt[-+]?0?|greenwich|universal|zulu)|(utc|gmt|<[-+]?0+>)?[-+]?0+([:]0+)*)$'
ORDER BY 1, 2
