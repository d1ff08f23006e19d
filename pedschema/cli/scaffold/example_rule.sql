-- Whether the caller is a member of the room.
create function @schema@.is_member(room uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select
        from public.room_members as m
        where m.room_id = is_member.room and m.user_id = (select auth.uid())
    )
$$;
