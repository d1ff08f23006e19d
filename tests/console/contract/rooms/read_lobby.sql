create policy rooms_lobby_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and messages.topic = 'lobby'
    );
