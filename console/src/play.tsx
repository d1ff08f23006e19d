import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Audience } from "./audience";
import { Outcome, type Event } from "./outcome";
import { takeSeat, type Seat } from "./seats";
import { Send } from "./send";
import type { Contract, Topic, Written } from "./types";
import { WriteRow } from "./write";

/** Who joins, what is written, and whom it reaches. */
export function PlayView({ contract }: { contract: Contract }) {
  const [topic, setTopic] = useState(() => suggest(contract.topics));
  const [events, setEvents] = useState<Event[]>([]);
  const seats = useSeats();
  const declared = contract.topics.find((each) => each.samples.some((sample) => sample.topic === topic));
  const happened = (title: string, began: number, written: Written | null) =>
    setEvents((before) => [{ number: before.length, title, topic, began, written }, ...before]);
  return (
    <section aria-labelledby="play-title">
      <div class="bar">
        <h1 id="play-title">Playground</h1>
        <label class="field grow">
          <span>Topic</span>
          <select value={topic} onChange={(event) => setTopic(event.currentTarget.value)}>
            {contract.topics.map((each) => (
              <optgroup key={each.pattern} label={each.pattern}>
                {each.samples.map((sample) => (
                  <option key={sample.topic} value={sample.topic}>
                    {sample.label}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
      </div>
      <div class="play">
        <Audience contract={contract} topic={topic} seats={seats} />
        <div class="stack">
          {declared && declared.publications.length > 0 && (
            <WriteRow key={topic} contract={contract} declared={declared} topic={topic} happened={happened} />
          )}
          {declared && declared.client_events.length > 0 && (
            <Send declared={declared} topic={topic} seats={seats.at(topic)} happened={happened} />
          )}
          <Outcome events={events} seats={seats.all} contract={contract} topic={topic} go={setTopic} />
        </div>
      </div>
    </section>
  );
}

/** The topic that most tables feed shows most. */
function suggest(topics: Topic[]): string {
  const worth = (topic: Topic) => topic.publications.length + (topic.pattern.includes("{") ? 0.5 : 0);
  const best = [...topics].sort((one, other) => worth(other) - worth(one));
  return best.find((topic) => topic.samples.length > 0)?.samples[0]?.topic ?? "";
}

export interface Seats {
  all: Seat[];
  at: (topic: string) => Seat[];
  take: (contract: Contract, names: string[], topic: string) => void;
  leave: (names: string[], topic: string) => void;
}

function useSeats(): Seats {
  const seats = useRef(new Map<string, Seat>());
  const [, redraw] = useState(0);
  const changed = useCallback(() => redraw((count) => count + 1), []);
  useEffect(() => () => seats.current.forEach((seat) => seat.leave()), []);
  return useMemo(() => {
    const key = (name: string, topic: string) => `${name}\n${topic}`;
    return {
      get all() {
        return [...seats.current.values()];
      },
      at: (topic) => [...seats.current.values()].filter((seat) => seat.topic === topic),
      take: (contract, names, topic) => {
        for (const persona of contract.personas) {
          const now = seats.current.get(key(persona.name, topic))?.state;
          if (!names.includes(persona.name) || now === "joined" || now === "joining") continue;
          seats.current.set(key(persona.name, topic), takeSeat(persona, topic, changed));
        }
        changed();
      },
      leave: (names, topic) => {
        for (const name of names) {
          seats.current.get(key(name, topic))?.leave();
          seats.current.delete(key(name, topic));
        }
        changed();
      },
    } satisfies Seats;
  }, [changed]);
}
