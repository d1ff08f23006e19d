-- Who holds the advisory lock of a 64-bit key; pg_locks shows it in two halves.
SELECT l.pid, coalesce(a.application_name, '') AS application
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
WHERE l.locktype = 'advisory'
    AND l.granted
    AND l.objsubid = 1
    AND (l.classid::bigint << 32) | l.objid::bigint = CAST(:key AS bigint)
