-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to anon, authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select from public.rooms as r
            where r.topic = (select realtime.topic()) and r.is_open
        )
    );
