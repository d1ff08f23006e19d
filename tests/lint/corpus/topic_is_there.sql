-- expect: POL002
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension in ('broadcast', 'presence') and messages.topic is not null
    );
