create function chat.see_room(room uuid, strict bool default false) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
    -- chat.nothing() is only mentioned
    return not strict or chat.member(room);
end
$$;
