-- expect: nothing
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and (select realtime.topic()) = 'org:' || ((select auth.jwt()) -> 'app_metadata' ->> 'org_id')
    );
