import { useCallback, useState } from "preact/hooks";
import { get, type Refused } from "./api";
import { asRefused, useLoaded } from "./hooks";
import { Aside, Await, Empty, refocus, Refusal, Rights, TopicName } from "./parts";
import type { AccessRow, Contract, Why } from "./types";

const MARKS: Record<string, string> = {
  r: "joins and receives",
  w: "broadcasts",
  p: "sees presence",
  P: "tracks itself",
  "!": "a check failed",
  "–": "refused",
};

const say = (marks: string) => [...marks.replace("-", "–")].map((mark) => MARKS[mark]).join(", ");

interface Question {
  persona: string;
  topic: string;
  label: string;
}

/** Everybody on every topic, as the policies of this database answer. */
export function AccessView({ contract }: { contract: Contract }) {
  const loaded = useLoaded<AccessRow[]>("access");
  const [wanted, setWanted] = useState("");
  const [asked, setAsked] = useState<Question | null>(null);
  const [why, setWhy] = useState<Why | Refused | null>(null);
  const ask = (question: Question) => {
    setAsked(question);
    setWhy(null);
    get<Why>("why", { persona: question.persona, topic: question.topic }).then(setWhy, (error: unknown) =>
      setWhy(asRefused(error)),
    );
  };
  const close = useCallback(() => {
    refocus();
    setAsked(null);
  }, []);
  return (
    <section aria-labelledby="access-title">
      <div class="bar">
        <h1 id="access-title">Access</h1>
        <label class="field grow">
          <span class="visually-hidden">Find a topic</span>
          <input
            type="search"
            placeholder="Find a topic"
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </label>
        <button type="button" onClick={loaded.reload} disabled={loaded.loading}>
          {loaded.loading ? "Asking…" : "Ask again"}
        </button>
      </div>
      <p class="legend">
        {Object.entries(MARKS).map(([mark, meaning]) => (
          <span key={mark}>
            <b class="mono">{mark}</b> {meaning}
          </span>
        ))}
      </p>
      <div class={asked ? "split matrix-split" : ""}>
        <Await of={loaded} what="the answer of every policy">
          {(rows) => (
            <Matrix
              rows={rows.filter((row) => row.label.includes(wanted.trim()))}
              people={contract.personas.filter((persona) => persona.role !== "service_role")}
              asked={asked}
              ask={ask}
            />
          )}
        </Await>
        {asked && (
          <Aside
            label={`${asked.persona} on ${asked.label}`}
            title={
              <>
                {asked.persona} on <TopicName text={asked.label} />
              </>
            }
            close={close}
          >
            <div aria-live="polite">
              {why === null && <p class="empty">Asking every policy…</p>}
              {why && "rights" in why && <Rights why={why} />}
              {why && "mistakes" in why && <Refusal refused={why} />}
            </div>
          </Aside>
        )}
      </div>
    </section>
  );
}

function Matrix(props: {
  rows: AccessRow[];
  people: Contract["personas"];
  asked: Question | null;
  ask: (question: Question) => void;
}) {
  const { rows, people, asked, ask } = props;
  if (rows.length === 0) return <Empty>No topic is called like that.</Empty>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Access matrix">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">Topic</th>
            {people.map((person) => (
              <th scope="col" key={person.name} title={`${person.summary}, role ${person.role}`}>
                <span>{person.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.topic}>
              <th scope="row">
                <TopicName text={row.label} />
              </th>
              {people.map((person) => {
                const marks = row.marks[person.name] ?? "-";
                const is = marks.includes("!") ? "warn" : marks === "-" ? "no" : "yes";
                return (
                  <td key={person.name}>
                    <button
                      type="button"
                      class={`mark ${is}`}
                      aria-pressed={asked?.persona === person.name && asked.topic === row.topic}
                      data-id={`${person.name} ${row.topic}`}
                      onClick={() => ask({ persona: person.name, topic: row.topic, label: row.label })}
                    >
                      <span aria-hidden="true">{marks === "-" ? "–" : marks}</span>
                      <span class="visually-hidden">{`${person.name} on ${row.label}: ${say(marks)}`}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
