import { useState } from "preact/hooks";
import type { Seat } from "./seats";
import type { Topic } from "./types";

/** An event that clients send each other, sent by somebody who has joined. */
export function Send(props: {
  declared: Topic;
  topic: string;
  seats: Seat[];
  happened: (title: string, began: number, written: null) => void;
}) {
  const { declared, seats, happened } = props;
  const joined = seats.filter((seat) => seat.state === "joined");
  const [name, setName] = useState("");
  const [event, setEvent] = useState(declared.client_events[0] ?? "");
  const [text, setText] = useState("{}");
  const [said, setSaid] = useState("");
  const seat = joined.find((each) => each.persona === name) ?? joined[0];
  const submit = async (submitted: SubmitEvent) => {
    submitted.preventDefault();
    let payload: unknown;
    try {
      payload = JSON.parse(text);
    } catch {
      payload = null;
    }
    if (!seat || typeof payload !== "object" || payload === null) {
      setSaid(seat ? "The payload is no JSON object: write {…}." : "Join as somebody first.");
      return;
    }
    happened(`${event} sent as ${seat.persona}`, performance.now(), null);
    await seat.channel.send({ type: "broadcast", event, payload: payload as Record<string, unknown> });
    setSaid("Sent. The server says nothing to somebody who may not send.");
  };
  return (
    <form class="panel" onSubmit={submit} aria-labelledby="send-title">
      <header>
        <h2 id="send-title">Send an event</h2>
      </header>
      <div class="fields">
        <label class="field">
          <span>As</span>
          <select value={seat?.persona ?? ""} onChange={(change) => setName(change.currentTarget.value)}>
            {joined.length === 0 && <option value="">nobody has joined</option>}
            {joined.map((each) => (
              <option key={each.persona}>{each.persona}</option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>Event</span>
          <select value={event} onChange={(change) => setEvent(change.currentTarget.value)}>
            {declared.client_events.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label class="field grow">
          <span>Payload</span>
          <input
            class="mono"
            type="text"
            value={text}
            onInput={(change) => setText(change.currentTarget.value)}
          />
        </label>
      </div>
      <footer>
        <button type="submit" class="primary" disabled={!seat}>
          Send
        </button>
        <p role="status">{said}</p>
      </footer>
    </form>
  );
}
