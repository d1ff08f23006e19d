create function rooms.member(room uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from public.members as m
        where m.room_id = member.room and m.profile_id = auth.uid()
    )
$$;
