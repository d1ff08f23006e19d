/** A topic that the app has a channel of already, which supabase-js would hand out again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { broadcast, config, make, subscribe, until, watch } from "./stage";

test("a channel that the app has without the layer is left alone", async () => {
  const { client, supabase } = make();
  await supabase.realtime.setAuth();
  const own = supabase.channel("room:open", config());
  let heard = 0;
  own.on("broadcast", { event: "*" }, () => heard++);
  await subscribe(own);
  const seen = watch(client.channel("room:open", config()));
  const { state, fault } = await seen.subscription.settle();
  assert.deepEqual([state, fault?.code], ["waiting", "TopicTaken"]);
  await broadcast("room:open", "hi");
  await until(() => heard === 1);
  assert.deepEqual(seen.messages, []);
  await supabase.removeChannel(own);
  await until(() => seen.states.at(-1) === "live", seen.states);
});
