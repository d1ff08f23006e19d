-- What belongs to the database itself, and so is not copied when the database serves as a template.

DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO postgres', current_database());
    EXECUTE format('ALTER DATABASE %I SET timezone TO ''UTC''', current_database());
END
$$;
