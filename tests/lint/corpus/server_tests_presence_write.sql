-- expect: POL006
create policy rooms_read on realtime.messages
    for insert
    to authenticated
    with check (
        realtime.topic() = 'room' and realtime.messages.extension = 'presence'
    );
