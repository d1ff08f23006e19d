-- expect: TOP007
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_id = substring((select realtime.topic()) from '^room:([0-9a-f-]{36})$')::uuid
        )
    );
