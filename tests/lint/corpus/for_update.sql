-- expect: POL013
create policy rooms_update on realtime.messages for update to authenticated using (true);
