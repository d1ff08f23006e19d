-- Whoever may chat in a draft reads its chat; the API alone writes it.
create policy ped_chat_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select ped.chat((select ped.topic_uuid('game:{game_id}:chat', 'game_id'))))
    );
