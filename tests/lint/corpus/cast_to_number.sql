-- expect: TOP001, TOP010
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select from public.seats as s
            where s.user_id = (select auth.uid()) and s.number = substring(messages.topic, 6)::integer
        )
    );
