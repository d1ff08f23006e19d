-- The functions that put messages into realtime.messages, with what Realtime 2.129.8 lets a caller observe:
-- send and send_binary never fail for what happens inside them, broadcast_changes does.

CREATE FUNCTION realtime.topic() RETURNS text
    LANGUAGE sql STABLE
    AS $$ SELECT nullif(current_setting('realtime.topic', true), '') $$;

CREATE FUNCTION realtime.send(payload jsonb, event text, topic text, private boolean DEFAULT true)
    RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    message_id uuid := gen_random_uuid();
BEGIN
    -- %L writes NULL without quotes: a missing topic is a syntax error here, and its message is lost.
    EXECUTE format('SET LOCAL realtime.topic TO %L', send.topic);

    INSERT INTO realtime.messages (id, payload, event, topic, private, extension)
    VALUES (
        message_id,
        CASE WHEN send.payload ? 'id' THEN send.payload
             ELSE jsonb_set(send.payload, '{id}', to_jsonb(message_id)) END,
        send.event, send.topic, send.private, 'broadcast'
    );
EXCEPTION
    WHEN OTHERS THEN
        RAISE WARNING 'WarnSendingBroadcastMessage: %', SQLERRM;
END
$$;

CREATE FUNCTION realtime.send_binary(payload bytea, event text, topic text, private boolean DEFAULT true)
    RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('SET LOCAL realtime.topic TO %L', send_binary.topic);

    INSERT INTO realtime.messages (binary_payload, event, topic, private, extension)
    VALUES (send_binary.payload, send_binary.event, send_binary.topic, send_binary.private, 'broadcast');
EXCEPTION
    WHEN OTHERS THEN
        RAISE WARNING 'WarnSendingBroadcastMessage: %', SQLERRM;
END
$$;

CREATE FUNCTION realtime.broadcast_changes(
    topic_name text, event_name text, operation text, table_name text, table_schema text,
    new record, old record, level text DEFAULT 'ROW'
)
    RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF level = 'STATEMENT' THEN
        RAISE EXCEPTION 'changes are broadcast for each row, not for each statement';
    END IF;
    IF operation IS NULL OR operation NOT IN ('INSERT', 'UPDATE', 'DELETE') THEN
        RAISE EXCEPTION 'operation % is not INSERT, UPDATE or DELETE', operation;
    END IF;

    PERFORM realtime.send(
        jsonb_build_object(
            'schema', table_schema, 'table', table_name, 'operation', operation,
            'record', new, 'old_record', old
        ),
        event_name,
        topic_name
    );
EXCEPTION
    WHEN OTHERS THEN
        RAISE EXCEPTION 'Failed to process the row: %', SQLERRM;
END
$$;

ALTER FUNCTION realtime.topic() OWNER TO supabase_realtime_admin;
ALTER FUNCTION realtime.send(jsonb, text, text, boolean) OWNER TO supabase_realtime_admin;
ALTER FUNCTION realtime.send_binary(bytea, text, text, boolean) OWNER TO supabase_realtime_admin;
ALTER FUNCTION realtime.broadcast_changes(text, text, text, text, text, record, record, text)
    OWNER TO supabase_realtime_admin;
