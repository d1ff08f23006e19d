-- expect: POL006, POL016
create policy rooms_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast' and realtime.channel_name() = 'lobby'
    );
