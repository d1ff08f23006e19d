-- People of a group follow the games meant for it.
create policy ped_group_games_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select ped.in_group((select ped.topic_uuid('group:{group_id}:games', 'group_id'))))
    );
