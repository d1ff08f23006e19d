-- expect: TOP006
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic not like 'staff:%'
        and (select auth.uid()) is not null
    );
