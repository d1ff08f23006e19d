-- One partition of realtime.messages for each UTC day, as the server's janitor makes them.

CREATE FUNCTION pedschema_platform.create_partitions(first_day date, last_day date) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    AS $$
DECLARE
    day date;
    partition text;
BEGIN
    FOR day IN SELECT generate_series(first_day, last_day, interval '1 day')::date LOOP
        partition := format('messages_%s', to_char(day, 'YYYY_MM_DD'));
        IF to_regclass(format('realtime.%I', partition)) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE realtime.%I PARTITION OF realtime.messages FOR VALUES FROM (%L) TO (%L)',
                partition, day, day + 1
            );
            EXECUTE format('ALTER TABLE realtime.%I OWNER TO supabase_realtime_admin', partition);
        END IF;
    END LOOP;
END
$$;

CREATE FUNCTION pedschema_platform.drop_partition(day date) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    AS $$
BEGIN
    EXECUTE format('DROP TABLE realtime.%I', format('messages_%s', to_char(day, 'YYYY_MM_DD')));
END
$$;

-- `postgres` reads every schema here, as hosted; what is in this one it may not call.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA pedschema_platform FROM PUBLIC;
