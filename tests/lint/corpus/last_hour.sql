-- expect: POL009
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.inserted_at > now() - interval '1 hour'
        and exists (
            select from public.room_members as m
            where m.user_id = (select auth.uid())
                and m.room_topic = (select realtime.topic())
        )
    );
