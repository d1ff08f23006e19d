// Plays one client of supabase-js, unmodified, and prints what it sees, a line of JSON each.
import { createClient } from "@supabase/supabase-js";

const { url, anon, member, stranger } = JSON.parse(process.argv[2]);
const say = (step, data = null) => console.log(JSON.stringify({ step, data }));
const bytes = (value) => Array.from(new Uint8Array(value));
let token = member;
const client = createClient(url, anon, { accessToken: async () => token });
await client.realtime.setAuth();

const until = (channel, wanted) =>
  new Promise((resolve) => {
    channel.subscribe((status, error) => {
      say(`${channel.subTopic} ${status}`, error?.message ?? null);
      if (wanted.includes(status)) resolve(status);
    });
  });
const seen = {};
const waiting = {};
const note = (name, data) => {
  (seen[name] ??= []).push(data);
  waiting[name]?.();
};
const next = async (name) => {
  if (!seen[name]?.length) await new Promise((resolve) => (waiting[name] = resolve));
  return seen[name].shift();
};

const room = client.channel("room:open", {
  config: {
    private: true,
    broadcast: { self: true, ack: true, replication_ready: true },
    presence: { key: "me" },
  },
});
room.on("broadcast", { event: "*" }, (message) => note("broadcast", message));
room.on("presence", { event: "sync" }, () => note("sync", room.presenceState()));
room.on("system", {}, (message) => note("system", message));
await until(room, ["SUBSCRIBED"]);
say("ready", await next("system"));
say("stored", await next("broadcast"));

say("sent", await room.send({ type: "broadcast", event: "hi", payload: { v: 12.5, t: "ñ" } }));
say("own", await next("broadcast"));
await room.send({ type: "broadcast", event: "raw", payload: new Uint8Array([0, 255, 7]).buffer });
say("raw", bytes((await next("broadcast")).payload));
say("http", await room.httpSend("via", { v: 1 }));
say("over http", await next("broadcast"));

say("empty", await next("sync"));
say("tracked", await room.track({ name: "x" }));
say("shown", Object.keys(await next("sync")));
say("untracked", await room.untrack());
say("gone", await next("sync"));

const closed = client.channel("room:closed", { config: { private: true } });
await until(closed, ["CHANNEL_ERROR"]);
await client.removeChannel(closed);

const again = client.channel("room:quiet", {
  config: { private: true, broadcast: { replay: { since: 0, limit: 5 } } },
});
again.on("broadcast", { event: "*" }, (message) => note("replay", message));
await until(again, ["SUBSCRIBED"]);
say("replayed", await next("replay"));
await client.removeChannel(again);

token = stranger;
await client.realtime.setAuth();
say("revoked", await next("system"));
await new Promise((resolve) => setTimeout(resolve, 100));
say("channels", client.getChannels().length);
process.exit(0);
