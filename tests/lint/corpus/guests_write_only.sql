-- expect: POL006, POL017
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

create policy guests_write on realtime.messages
    for insert
    to anon
    with check (
        messages.extension = 'broadcast' and messages.topic = 'guestbook'
    );
