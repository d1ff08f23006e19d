-- expect: POL020
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and (select realtime.topic()) = 'staff'
        and (select auth.jwt()) -> 'user_metadata' ->> 'role' = 'staff'
    );
