-- Hosted, an extension lets exactly `postgres` run CREATE, ALTER and DROP POLICY on tables that it does not
-- own; everything else there is refused by PostgreSQL itself. Here the owner's role is lent to `postgres` for
-- the length of one such statement and taken back before the statement ends. No other session ever sees the
-- membership, a failed statement rolls it back, and the catalog answers as hosted at every other moment.
-- The price: of two open transactions in which `postgres` changes policies, the second waits for the first,
-- even when their tables differ.

CREATE SCHEMA pedschema_platform AUTHORIZATION supabase_admin;
REVOKE ALL ON SCHEMA pedschema_platform FROM PUBLIC;

CREATE TABLE pedschema_platform.lending (command text, lender name, PRIMARY KEY (command, lender));
INSERT INTO pedschema_platform.lending (command, lender) VALUES
    ('CREATE POLICY', 'supabase_realtime_admin'),
    ('ALTER POLICY', 'supabase_realtime_admin'),
    ('DROP POLICY', 'supabase_realtime_admin'),
    ('CREATE POLICY', 'supabase_auth_admin'),
    ('ALTER POLICY', 'supabase_auth_admin'),
    ('DROP POLICY', 'supabase_auth_admin'),
    ('DROP TRIGGER', 'supabase_auth_admin');

-- The current role is only known to a function that runs as its caller; what it notes, the next one reads.
CREATE FUNCTION pedschema_platform.note_caller() RETURNS event_trigger
    LANGUAGE plpgsql
    SET search_path = ''
    AS $$
BEGIN
    PERFORM pg_catalog.set_config('pedschema_platform.caller', CURRENT_USER, true);
END
$$;

CREATE FUNCTION pedschema_platform.lend() RETURNS event_trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog
    AS $$
DECLARE
    role_name name;
BEGIN
    IF current_setting('pedschema_platform.caller') <> 'postgres' THEN
        RETURN;
    END IF;
    IF tg_tag = 'ALTER POLICY' THEN
        PERFORM set_config(
            'pedschema_platform.policies',
            (SELECT coalesce(jsonb_object_agg(oid, polname), '{}')::text FROM pg_policy),
            true
        );
    END IF;
    FOR role_name IN SELECT lender FROM pedschema_platform.lending WHERE command = tg_tag LOOP
        EXECUTE format('GRANT %I TO postgres', role_name);
    END LOOP;
END
$$;

CREATE FUNCTION pedschema_platform.take_back() RETURNS event_trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog
    AS $$
DECLARE
    role_name name;
    touched record;
BEGIN
    IF current_setting('pedschema_platform.caller') <> 'postgres' THEN
        RETURN;
    END IF;
    FOR role_name IN SELECT lender FROM pedschema_platform.lending WHERE command = tg_tag LOOP
        EXECUTE format('REVOKE %I FROM postgres', role_name);
    END LOOP;

    -- Lent ownership reaches further than the hosted grant: to partitions, and to the name of a policy.
    FOR touched IN
        SELECT class.relname
        FROM pg_event_trigger_ddl_commands() AS done
        JOIN pg_policy AS policy ON done.classid = 'pg_policy'::regclass AND done.objid = policy.oid
        JOIN pg_class AS class ON class.oid = policy.polrelid
        JOIN pg_roles AS owner ON owner.oid = class.relowner
        JOIN pedschema_platform.lending ON lending.command = tg_tag AND lending.lender = owner.rolname
        WHERE class.oid NOT IN ('realtime.messages'::regclass, 'auth.users'::regclass)
            OR (tg_tag = 'ALTER POLICY'
                AND current_setting('pedschema_platform.policies')::jsonb ->> policy.oid::text <> policy.polname)
    LOOP
        RAISE insufficient_privilege USING MESSAGE = format('must be owner of table %s', touched.relname);
    END LOOP;
END
$$;

-- Event triggers of one event fire by name.
CREATE EVENT TRIGGER pedschema_platform_1_note ON ddl_command_start
    WHEN TAG IN ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY', 'DROP TRIGGER')
    EXECUTE FUNCTION pedschema_platform.note_caller();
CREATE EVENT TRIGGER pedschema_platform_2_lend ON ddl_command_start
    WHEN TAG IN ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY', 'DROP TRIGGER')
    EXECUTE FUNCTION pedschema_platform.lend();
CREATE EVENT TRIGGER pedschema_platform_3_take_back ON ddl_command_end
    WHEN TAG IN ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY', 'DROP TRIGGER')
    EXECUTE FUNCTION pedschema_platform.take_back();

-- A bulk restore runs with session_replication_role = replica, which would leave ordinary triggers out.
ALTER EVENT TRIGGER pedschema_platform_1_note ENABLE ALWAYS;
ALTER EVENT TRIGGER pedschema_platform_2_lend ENABLE ALWAYS;
ALTER EVENT TRIGGER pedschema_platform_3_take_back ENABLE ALWAYS;
