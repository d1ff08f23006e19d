import { WhyNot } from "./audience";
import { Empty, Json, State, TopicName } from "./parts";
import type { Received, Seat } from "./seats";
import type { Contract, Written } from "./types";

/** Something that was done: a row written, or an event sent (`written` is null). */
export interface Event {
  number: number;
  title: string;
  topic: string;
  began: number;
  written: Written | null;
}

const FEW = 4;

type Message = Written["messages"][number];

/** What came of each thing that was done, newest first. */
export function Outcome(props: {
  events: Event[];
  seats: Seat[];
  contract: Contract;
  topic: string;
  go: (topic: string) => void;
}) {
  const { events, seats, contract, topic, go } = props;
  const samples = new Set(contract.topics.flatMap((each) => each.samples.map((sample) => sample.topic)));
  return (
    <section class="panel" aria-labelledby="outcome-title">
      <header>
        <h2 id="outcome-title">Who receives it</h2>
      </header>
      {events.length === 0 && (
        <Empty>Let somebody join, then write a row: every message and its readers stand here.</Empty>
      )}
      <ol class="plain outcome" reversed>
        {events.map((event) => (
          <li key={event.number}>
            <h3>{event.title}</h3>
            {event.written?.messages.length === 0 && (
              <p class="quiet">
                {event.written.count === 0
                  ? "Nothing was written, so nothing is told."
                  : "No message: the contract tells nobody of this change, or its surfaces are switched off."}
              </p>
            )}
            {event.written?.messages.map((message) => (
              <Told
                key={message.id}
                message={message}
                began={event.began}
                seats={seats}
                go={message.topic !== topic && samples.has(message.topic) ? () => go(message.topic) : null}
              />
            ))}
            {event.written === null && <Heard event={event} seats={seats} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Told(props: { message: Message; began: number; seats: Seat[]; go: (() => void) | null }) {
  const { message, began, seats, go } = props;
  const here = seats.filter((seat) => seat.topic === message.topic);
  const got = new Map<string, Received>();
  for (const seat of here) {
    const receipt = seat.received.find((each) => each.id === message.id);
    if (receipt) got.set(seat.persona, receipt);
  }
  const may = Object.keys(message.audience).filter((name) => message.audience[name]);
  const mayNot = Object.keys(message.audience).filter((name) => !message.audience[name]);
  const absent = may.filter((name) => !got.has(name));
  return (
    <article class="told">
      <p class="event-line">
        <b class="mono">{message.event ?? "no event"}</b> <TopicName text={message.topic} />
      </p>
      {message.dropped && (
        <p>
          <State is="no">dropped by the server: {message.dropped}</State>
        </p>
      )}
      {message.errors.map((error) => (
        <p key={error}>
          <State is="no">{error}</State>
        </p>
      ))}
      <ul class="chips">
        {[...got].map(([name, receipt]) => (
          <li key={name}>
            <State is="yes">
              {name} received, {Math.max(1, Math.round(receipt.at - began))} ms
            </State>
          </li>
        ))}
        {got.size === 0 && <li class="quiet">Nobody who has joined received it.</li>}
      </ul>
      {absent.length > 0 && <p class="quiet">May read it, and has not joined: {absent.join(", ")}.</p>}
      {go && (
        <button type="button" onClick={go}>
          Go to this topic
        </button>
      )}
      {mayNot.length > 0 && (
        <details open={mayNot.length <= FEW}>
          <summary>{mayNot.length} may not read it</summary>
          <ul class="plain refusals">
            {mayNot.map((name) => (
              <li key={name}>
                <State is="no">{name}</State>
                <WhyNot persona={name} topic={message.topic} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary>Payload</summary>
        <Json value={message.payload} />
      </details>
    </article>
  );
}

function Heard({ event, seats }: { event: Event; seats: Seat[] }) {
  const heard = seats
    .filter((seat) => seat.topic === event.topic)
    .map((seat) => ({ name: seat.persona, receipt: seat.received.find((each) => each.at >= event.began) }));
  return (
    <ul class="chips">
      {heard.map(({ name, receipt }) => (
        <li key={name}>
          {receipt ? (
            <State is="yes">
              {name} received, {Math.max(1, Math.round(receipt.at - event.began))} ms
            </State>
          ) : (
            <State is="off">{name} received nothing</State>
          )}
        </li>
      ))}
    </ul>
  );
}
