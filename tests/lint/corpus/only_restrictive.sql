-- expect: POL004
create policy rooms_floor on realtime.messages
    as restrictive
    for select
    to authenticated
    using (messages.extension = 'broadcast');
