-- expect: POL018
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and exists (
            select from realtime.messages as m
            where m.topic = (select realtime.topic()) and m.payload ->> 'to' = (select auth.uid())::text
        )
    );
