-- expect: nothing
create policy posts_all on public.posts using (true);
create policy messages_all on chat.messages for select using (event = 'chat' and not private);
