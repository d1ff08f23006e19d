-- A message as an app sends it.
SELECT realtime.send('{}', 'tick', 'bench:' || :client_id, true);
