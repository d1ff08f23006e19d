import { useState } from "preact/hooks";
import { post, type Refused } from "./api";
import { asRefused, useLoaded } from "./hooks";
import { Await, Refusal, TopicName } from "./parts";
import type { Switches } from "./types";

/** Surfaces and topics that can be silenced without a release. */
export function SwitchesView() {
  const loaded = useLoaded<Switches>("switches");
  const [reason, setReason] = useState("");
  const [refused, setRefused] = useState<Refused | null>(null);
  const [said, setSaid] = useState("");
  const turn = (surfaces: string[], on: boolean) => {
    post<Switches>("switches", { surfaces, on, reason }).then(
      (found) => {
        loaded.set(found);
        setRefused(null);
        setSaid(`${surfaces.join(", ")} turned ${on ? "on" : "off"}`);
      },
      (error: unknown) => setRefused(asRefused(error)),
    );
  };
  return (
    <section aria-labelledby="switches-title">
      <div class="bar">
        <h1 id="switches-title">Switches</h1>
        <label class="field grow">
          <span>Reason</span>
          <input
            type="text"
            value={reason}
            placeholder="kept with the switch"
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
      </div>
      <p class="quiet">
        A topic is silent while every surface of it is off: its triggers then publish nothing. Rows are
        written all the same.
      </p>
      <p class="visually-hidden" aria-live="polite">
        {said}
      </p>
      {refused && <Refusal refused={refused} />}
      <Await of={loaded} what="the switches">
        {(switches) => (
          <div class="pair">
            <div>
              <h2>Surfaces</h2>
              <ul class="plain rows">
                {switches.surfaces.map((surface) => (
                  <li key={surface.name}>
                    <Toggle name={surface.name} on={surface.on} turn={(on) => turn([surface.name], on)} />
                    {surface.reason && <span class="quiet">{surface.reason}</span>}
                  </li>
                ))}
              </ul>
            </div>
            <div class="topics">
              <h2>Topics</h2>
              <ul class="plain rows">
                {switches.topics.map((topic) => (
                  <li key={topic.pattern}>
                    {topic.fed ? (
                      <Toggle
                        name={topic.pattern}
                        on={topic.on}
                        turn={(on) => turn(topic.surfaces, on)}
                        topic
                      />
                    ) : (
                      <span class="unswitched">
                        <TopicName text={topic.pattern} /> <span class="quiet">fed by clients</span>
                      </span>
                    )}
                    <span class="quiet">{topic.surfaces.join(", ")}</span>
                  </li>
                ))}
              </ul>
            </div>
          </div>
        )}
      </Await>
    </section>
  );
}

function Toggle(props: { name: string; on: boolean; turn: (on: boolean) => void; topic?: boolean }) {
  const { name, on, turn, topic } = props;
  return (
    <button type="button" role="switch" class="toggle" aria-checked={on} onClick={() => turn(!on)}>
      <span class="track" aria-hidden="true" />
      <span class="name">{topic ? <TopicName text={name} /> : name}</span>
      <span class="word">{on ? "on" : "off"}</span>
    </button>
  );
}
