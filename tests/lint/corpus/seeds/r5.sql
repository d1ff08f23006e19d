-- expect: POL012
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select from public.room_users as u
            where u.user_id = (select auth.uid()) and u.topic = topic
        )
    );
