-- expect: POL002, POL013
create policy rooms_all on realtime.messages to authenticated using (true) with check (true);
