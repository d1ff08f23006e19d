-- expect: PRF002
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and (select realtime.topic()) in (select 'room:' || r.id::text from public.rooms as r where r.is_open)
    );
