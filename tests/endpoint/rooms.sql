CREATE POLICY open_all ON realtime.messages FOR ALL TO authenticated
    USING (topic IN ('room:open', 'room:other')) WITH CHECK (topic IN ('room:open', 'room:other'));
CREATE POLICY quiet_read ON realtime.messages FOR SELECT TO authenticated
    USING (topic = 'room:quiet' AND extension = 'broadcast');
CREATE POLICY hall_read ON realtime.messages FOR SELECT TO authenticated
    USING (topic = 'room:hall' AND extension = 'presence');
CREATE POLICY person_read ON realtime.messages FOR SELECT TO authenticated
    USING (topic = 'person:' || auth.uid());
CREATE POLICY header_read ON realtime.messages FOR SELECT TO authenticated
    USING (topic = 'room:headed' AND current_setting('request.headers', true)::json ->> 'x-door' = 'open');
CREATE POLICY broken_read ON realtime.messages FOR SELECT TO anon
    USING (CASE topic WHEN 'room:broken' THEN 1 / length(replace(topic, topic, '')) = 1 ELSE false END);
