import { useState } from "preact/hooks";
import { Empty, Json, Refusal, State, TopicName } from "./parts";
import type { Stream } from "./stream";
import type { Contract, Message } from "./types";

/** What passes through the server, and whether it is what the contract says. */
export function LiveView({ stream, contract }: { stream: Stream; contract: Contract }) {
  const [wanted, setWanted] = useState("");
  const [held, setHeld] = useState<Stream["messages"] | null>(null);
  const [wrongOnly, setWrongOnly] = useState(false);
  const messages = held ?? stream.messages;
  const shown = messages.filter(
    (message) => (!wanted || matches(wanted, message.topic)) && (!wrongOnly || message.errors.length > 0),
  );
  const latest = shown[0];
  return (
    <section aria-labelledby="live-title">
      <div class="bar">
        <h1 id="live-title">Live</h1>
        <State is={stream.connected ? "yes" : "warn"}>{stream.connected ? "listening" : "connecting"}</State>
        <label class="field grow">
          <span class="visually-hidden">Topics</span>
          <select value={wanted} onChange={(event) => setWanted(event.currentTarget.value)}>
            <option value="">All topics</option>
            {contract.topics.map((topic) => (
              <option key={topic.pattern}>{topic.pattern}</option>
            ))}
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={wrongOnly}
            onChange={(event) => setWrongOnly(event.currentTarget.checked)}
          />
          Type errors only
        </label>
        <button
          type="button"
          aria-pressed={held !== null}
          onClick={() => setHeld(held ? null : stream.messages)}
        >
          {held ? "Go on" : "Hold"}
        </button>
        <button type="button" onClick={() => (stream.clear(), setHeld(null))}>
          Clear
        </button>
      </div>
      <p class="visually-hidden" aria-live="polite">
        {latest && !held ? announce(latest) : ""}
      </p>
      {stream.refused && <Refusal refused={stream.refused} />}
      {shown.length === 0 ? (
        <Empty>
          {messages.length === 0
            ? "No message yet. Write a row in the playground, or let your app send something."
            : "No message is like that."}
        </Empty>
      ) : (
        <ul class="plain log">
          {shown.map((message) => (
            <li key={message.number}>
              <Line message={message} />
            </li>
          ))}
        </ul>
      )}
      {(latest?.lost ?? 0) > 0 && <p class="quiet">{latest!.lost} messages came too fast to be shown.</p>}
    </section>
  );
}

function Line({ message }: { message: Message }) {
  const wrong = message.errors.length;
  return (
    <>
      <details class="message">
        <summary>
          <time dateTime={message.at}>{new Date(message.at).toLocaleTimeString("en-GB")}</time>
          <span class="event mono">{message.event}</span>
          <TopicName text={message.topic} />
          <span class="quiet">
            {message.from === "client" && "from a client, "}
            {message.receivers === 1 ? "1 receiver" : `${message.receivers} receivers`}
          </span>
          <State is={wrong ? "no" : "yes"}>{wrong ? `${wrong} wrong` : "as declared"}</State>
        </summary>
        <Json value={message.payload} />
      </details>
      {wrong > 0 && (
        <ul class="errors mono">
          {message.errors.map((error) => (
            <li key={error}>{error}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function announce(message: Message): string {
  const verdict = message.errors.length ? `, ${message.errors.length} type errors` : "";
  return `${message.event} on ${message.topic}, ${message.receivers} receivers${verdict}`;
}

/** Whether a topic is of a pattern; types were checked by the server. */
export function matches(pattern: string, topic: string): boolean {
  const parts = pattern.split(/:(?![^{}]*\})/);
  const values = topic.split(":");
  return (
    parts.length === values.length &&
    parts.every((part, index) => part.startsWith("{") || part === values[index])
  );
}
