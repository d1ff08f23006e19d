-- Everybody follows their own profile, memberships and ratings, and nobody else's.
create policy ped_user_read on realtime.messages
    for select
    to authenticated
    using (
        messages.extension = 'broadcast'
        and messages.topic = (select realtime.topic())
        and (select auth.uid()) = (select ped.topic_uuid('user:{user_id}', 'user_id'))
    );
