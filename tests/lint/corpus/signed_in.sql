-- expect: POL005
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and (select auth.uid()) is not null
    );
