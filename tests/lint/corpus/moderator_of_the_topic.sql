-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension in ('broadcast', 'presence')
        and exists (
            select from public.rooms as r
            join public.room_members as m on m.room_id = r.id and m.user_id = (select auth.uid())
            where r.topic = (select realtime.topic()) and m.role = 'moderator'
        )
    );
