-- expect: nothing
create policy old on realtime.messages_2026_01_01 for select using (true);
