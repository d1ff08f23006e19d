-- The roles of a hosted project, with the attributes that decide what a migration or a policy may do.
-- Roles belong to the whole cluster: a second database finds them and leaves them as they are.

DO $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            ('supabase_admin',          'SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS LOGIN'),
            ('postgres',                'NOSUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS LOGIN INHERIT'),
            ('anon',                    'NOLOGIN INHERIT'),
            ('authenticated',           'NOLOGIN INHERIT'),
            ('service_role',            'NOLOGIN INHERIT BYPASSRLS'),
            ('authenticator',           'LOGIN NOINHERIT'),
            ('supabase_auth_admin',     'LOGIN NOINHERIT CREATEROLE'),
            ('supabase_realtime_admin', 'NOLOGIN NOINHERIT')
        ) AS roles (name, attributes)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted.name) THEN
            EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.attributes);
        END IF;
    END LOOP;

    -- A repeated GRANT would rewrite the same catalog rows, so each is made once.
    IF NOT pg_has_role('authenticator', 'anon', 'MEMBER') THEN
        GRANT anon, authenticated, service_role TO authenticator;
    END IF;
    IF NOT pg_has_role('postgres', 'anon', 'MEMBER') THEN
        GRANT anon, authenticated, service_role TO postgres WITH ADMIN OPTION;
        GRANT pg_monitor, pg_read_all_data, pg_signal_backend TO postgres;
        GRANT SET ON PARAMETER session_replication_role TO postgres;
    END IF;
END
$$;
