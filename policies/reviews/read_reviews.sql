-- Admins of the game's community follow its reviews.
create policy ped_reviews_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select ped.manage_game((select ped.topic_uuid('game:{game_id}:reviews', 'game_id'))))
    );
