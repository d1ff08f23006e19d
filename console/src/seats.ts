import { RealtimeClient, type RealtimeChannel } from "@supabase/realtime-js";
import type { Persona } from "./types";

export type SeatState = "joining" | "joined" | "refused" | "closed";

export interface Received {
  id: string;
  event: string;
  payload: unknown;
  at: number;
}

export interface Seat {
  persona: string;
  topic: string;
  state: SeatState;
  sentence: string;
  channel: RealtimeChannel;
  received: Received[];
  leave: () => void;
}

/** Join a private topic as somebody, with the client that apps use; `changed` is called at each turn. */
export function takeSeat(persona: Persona, topic: string, changed: () => void): Seat {
  const address = `${location.origin.replace(/^http/, "ws")}/realtime/v1`;
  const client = new RealtimeClient(address, {
    params: { apikey: persona.token },
    accessToken: async () => persona.token,
  });
  const channel = client.channel(topic, { config: { private: true, broadcast: { self: true } } });
  const leave = () => {
    void client.removeAllChannels().then(() => client.disconnect());
  };
  const seat: Seat = {
    persona: persona.name,
    topic,
    state: "joining",
    sentence: "",
    channel,
    received: [],
    leave,
  };
  channel.on("broadcast", { event: "*" }, (message) => {
    const id = String(message.meta?.id ?? message.payload?.id ?? "");
    seat.received.push({ id, event: message.event, payload: message.payload, at: performance.now() });
    changed();
  });
  channel.subscribe((status, error) => {
    if (seat.state === "refused" || seat.state === "closed") return;
    if (status === "SUBSCRIBED") seat.state = "joined";
    else if (status === "CLOSED") seat.state = "closed";
    else {
      // The client would ask again for ever; here one answer is enough.
      seat.state = seat.state === "joined" ? "closed" : "refused";
      seat.sentence = tell(error) || "no answer came in time";
      leave();
    }
    changed();
  });
  return seat;
}

function tell(error: Error | undefined): string {
  const cause = (error as { cause?: { reason?: string } } | undefined)?.cause?.reason;
  return cause ?? error?.message ?? "";
}
