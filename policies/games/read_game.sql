-- Whoever may see a game follows it.
create policy ped_game_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select ped.see_game((select ped.topic_uuid('game:{game_id}', 'game_id'))))
    );
