-- PostgreSQL's major version, and whether Realtime's list of migrations is there to be read.
SELECT
    current_setting('server_version_num')::integer / 10000 AS major,
    EXISTS (
        SELECT
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'realtime'
        WHERE c.relname = 'schema_migrations'
            AND has_schema_privilege(n.oid, 'USAGE')
            AND has_table_privilege(c.oid, 'SELECT')
    ) AS is_readable
