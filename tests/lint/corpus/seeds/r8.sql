-- expect: TOP005
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = 'realtime:user:' || (select auth.uid())::text
    );
