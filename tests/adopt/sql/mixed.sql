-- What one finds in the wild: several families in one policy, a client's topic, dynamic and public messages.
create function public.reaction_added() returns trigger language plpgsql security definer as $$
declare
    room uuid;
begin
    select m.room_id into room from public.messages as m where m.id = new.message_id;
    perform realtime.send(
        jsonb_build_object('id', new.id, 'emoji', new.emoji), 'reaction', format('room:%s:reactions', room), true
    );
    return null;
end;
$$;
create trigger tell_reaction after insert on public.reactions
    for each row execute function public.reaction_added();
create function public.audit_added() returns trigger language plpgsql security definer as $$
begin
    perform realtime.send(to_jsonb(new), 'audit', 'audits', false);
    return null;
end;
$$;
create trigger tell_audit after insert on public.audits for each row execute function public.audit_added();
create policy "rooms and reactions" on realtime.messages for select to authenticated using (
    (
        split_part(realtime.topic(), ':', 1) = 'room' and split_part(realtime.topic(), ':', 3) = 'reactions'
        or split_part(realtime.topic(), ':', 1) = 'lounge'
    )
    and extension in ('broadcast', 'presence')
);
create policy "lounge is for all" on realtime.messages for insert to public
    with check (realtime.topic() = 'lounge');
create policy "nobody on sundays" on realtime.messages as restrictive for select to authenticated
    using (extract(dow from now()) < 8);
create policy "support" on realtime.messages for select to service_role using (true);
alter publication supabase_realtime add table public.room_members;
