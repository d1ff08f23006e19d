// supabase-js, unmodified, moved by a line of JSON on stdin; what it sees goes to stdout, a line each.
import readline from "node:readline";
import { createClient } from "@supabase/supabase-js";

const say = (kind, data) => console.log(JSON.stringify({ kind, ...data }));
const { url, anon } = JSON.parse(process.argv[2]);
let client, token, channel;

const seen = (message) => {
  const payload = message.payload;
  const raw = payload instanceof ArrayBuffer || ArrayBuffer.isView(payload);
  const content = raw ? { bytes: Array.from(new Uint8Array(payload)) } : { payload };
  say("broadcast", { event: message.event, meta: message.meta, ...content });
};
const moves = {
  connect(step) {
    token = step.token;
    client = createClient(url, anon, { accessToken: async () => token });
    return client.realtime.setAuth();
  },
  join(step) {
    const broadcast = { self: step.own === true };
    if (step.ready) broadcast.replication_ready = true;
    if (step.replay) broadcast.replay = step.replay;
    channel = client.channel(step.topic, { config: { private: true, broadcast } });
    channel.on("broadcast", { event: "*" }, seen).on("system", {}, (message) => say("system", message));
    channel.subscribe((is, error) => say("status", { is, told: error?.message ?? "" }));
  },
  token(step) {
    token = step.token;
    return client.realtime.setAuth();
  },
  push: () => channel.send({ type: "broadcast", event: "flood", payload: {} }),
  close: () => client.removeAllChannels(),
};
for await (const line of readline.createInterface({ input: process.stdin })) {
  const step = JSON.parse(line);
  await moves[step.do](step);
  say("done", {});
}
process.exit(0);
