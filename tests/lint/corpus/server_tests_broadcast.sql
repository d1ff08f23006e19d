-- expect: POL006
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        realtime.topic() = 'room' and realtime.messages.extension = 'broadcast'
    );
