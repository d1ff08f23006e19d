-- expect: TOP003
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic like '%:' || (select auth.uid())::text
    );
