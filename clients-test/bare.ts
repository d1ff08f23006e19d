/** What supabase-js does when a listener throws, and what its logger tells; as JSON. */
import { createClient } from "@supabase/supabase-js";
import { WebSocket } from "ws";

const { url, anon, member } = JSON.parse(process.env["STAGE"]!);
const logged: string[] = [];
const heard: number[] = [];
process.on("uncaughtException", () => undefined);
const client = createClient(url, anon, {
  accessToken: async () => member,
  realtime: {
    transport: WebSocket as never,
    logger: (...told: unknown[]) => logged.push(JSON.stringify(told)),
  },
});
await client.realtime.setAuth();
const channel = client.channel("room:open", {
  config: { private: true, broadcast: { self: true } },
});
channel.on("broadcast", { event: "n" }, ({ payload }) => {
  heard.push(payload["n"]);
  throw new Error("the app's own");
});
channel.on("broadcast", { event: "n" }, () => heard.push(-1));
await new Promise<void>((resolve) => {
  channel.subscribe((status) => status === "SUBSCRIBED" && resolve());
});
for (const n of [1, 2]) {
  await channel.send({ type: "broadcast", event: "n", payload: { n } });
  await new Promise((resolve) => setTimeout(resolve, 200));
}
const tellsKey = logged.some((told) => told.includes(anon));
console.log(JSON.stringify({ heard, state: channel.state, tellsKey }));
process.exit(0);
