-- expect: PRF002
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select from public.rooms as r
            where 'room:' || r.id::text = (select realtime.topic())
                and (r.owner_id = (select auth.uid()) or r.guest_id = (select auth.uid()))
        )
    );
