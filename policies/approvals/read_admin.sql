-- Admins follow what only they may see: approvals and games that are not out yet.
create policy ped_admin_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select ped.admin((select ped.topic_uuid('community:{community_id}:admin', 'community_id'))))
    );
