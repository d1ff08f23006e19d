-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_topic = (select realtime.topic())
        )
    );

create policy second_factor on realtime.messages
    as restrictive
    for select
    using ((select auth.jwt()) ->> 'aal' = 'aal2');
