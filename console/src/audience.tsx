import { useEffect, useState } from "preact/hooks";
import { get, type Refused } from "./api";
import { asRefused } from "./hooks";
import { Refusal, Rights, State, TopicName } from "./parts";
import type { Seats } from "./play";
import type { Seat } from "./seats";
import type { Contract, Persona, Why } from "./types";

/** Everybody of the contract, and where they stand on the topic. */
export function Audience({ contract, topic, seats }: { contract: Contract; topic: string; seats: Seats }) {
  const everybody = contract.personas.map((persona) => persona.name);
  const seated = seats.at(topic);
  const joined = seated.filter((seat) => seat.state === "joined").length;
  return (
    <section class="panel" aria-labelledby="audience-title">
      <header>
        <h2 id="audience-title">Who joins</h2>
        <button type="button" onClick={() => seats.take(contract, everybody, topic)}>
          Join everybody
        </button>
        {seated.length > 0 && (
          <button type="button" onClick={() => seats.leave(everybody, topic)}>
            Leave
          </button>
        )}
      </header>
      <p class="quiet">
        <TopicName text={topic} />
      </p>
      <p class="visually-hidden" aria-live="polite">
        {seated.length > 0 && `${joined} of ${seated.length} joined`}
      </p>
      <ul class="plain rows people">
        {contract.personas.map((persona) => (
          <Person
            key={persona.name}
            persona={persona}
            topic={topic}
            seat={seated.find((seat) => seat.persona === persona.name)}
            join={() => seats.take(contract, [persona.name], topic)}
            leave={() => seats.leave([persona.name], topic)}
          />
        ))}
      </ul>
    </section>
  );
}

const WORDS = { joining: "joining…", joined: "joined", refused: "refused", closed: "closed" } as const;
const SIGNS = { joining: "warn", joined: "yes", refused: "no", closed: "off" } as const;

function Person(props: {
  persona: Persona;
  topic: string;
  seat: Seat | undefined;
  join: () => void;
  leave: () => void;
}) {
  const { persona, topic, seat, join, leave } = props;
  const isIn = seat?.state === "joined" || seat?.state === "joining";
  return (
    <li data-persona={persona.name}>
      <div class="person">
        <span class="who">
          <b>{persona.name}</b>
          <small>{persona.summary}</small>
        </span>
        {seat && (
          <State is={SIGNS[seat.state]}>
            {WORDS[seat.state]}
            {seat.state === "joined" && seat.received.length > 0 && `, ${seat.received.length} received`}
          </State>
        )}
        <button
          type="button"
          aria-label={`${isIn ? "Leave" : "Join"} as ${persona.name}`}
          onClick={isIn ? leave : join}
        >
          {isIn ? "Leave" : "Join"}
        </button>
      </div>
      {seat?.state === "refused" && <WhyNot persona={persona.name} topic={topic} told={seat.sentence} />}
      {seat?.state === "closed" && seat.sentence && <p class="sentence">{seat.sentence}</p>}
    </li>
  );
}

/** The policies behind a refusal, asked when somebody opens it. */
export function WhyNot({ persona, topic, told }: { persona: string; topic: string; told?: string }) {
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState<Why | Refused | null>(null);
  useEffect(() => {
    if (!open) return;
    get<Why>("why", { persona, topic }).then(setWhy, (error: unknown) => setWhy(asRefused(error)));
  }, [open, persona, topic]);
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Why not{told && <span class="sentence">: {told}</span>}</summary>
      {why === null && <p class="empty">Asking every policy…</p>}
      {why && "rights" in why && <Rights why={why} />}
      {why && "mistakes" in why && <Refusal refused={why} />}
    </details>
  );
}
