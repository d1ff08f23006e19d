import type { ComponentChildren } from "preact";
import { useLoaded } from "./hooks";
import { Await, State, TopicName } from "./parts";
import type { Health } from "./types";

const EVERY_MS = 3000;

/** How the server and its database are. */
export function HealthView() {
  const loaded = useLoaded<Health>("health", EVERY_MS);
  return (
    <section aria-labelledby="health-title">
      <div class="bar">
        <h1 id="health-title">Health</h1>
        <p class="quiet">asked every {EVERY_MS / 1000} s</p>
      </div>
      <Await of={loaded} what="the state of the server">
        {(health) => <Cards health={health} />}
      </Await>
    </section>
  );
}

function Cards({ health }: { health: Health }) {
  const today = health.partitions.some((partition) => partition.today);
  return (
    <div class="cards">
      <Card title="Database">
        <State is="yes">answers in {health.server.answers_ms} ms</State>
        <p>
          PostgreSQL {health.server.version.split(" ")[0]}, “{health.server.database}”, {health.server.size},{" "}
          {health.server.backends} connections
        </p>
      </Card>
      <Card title="Replication">
        <State is={health.replication ? "yes" : "no"}>
          {health.replication ? "messages of the database are delivered" : "not running: messages are lost"}
        </State>
        {health.slots.length === 0 && <p>No slot.</p>}
        {health.slots.map((slot) => (
          <p key={slot.name}>
            <span class="mono">{slot.name}</span>, {slot.active ? "in use" : "unused"}, {size(slot.lag_bytes)}{" "}
            behind
          </p>
        ))}
      </Card>
      <Card title="Partitions">
        <State is={today ? "yes" : "no"}>
          {today ? "today’s is there" : "today’s is missing: every join is refused"}
        </State>
        <ul class="plain mono">
          {health.partitions.map((partition) => (
            <li key={partition.name}>
              {partition.name}
              {partition.today && " (today)"}
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Faults">
        {health.faults.length === 0 ? (
          <State is="yes">none ordered</State>
        ) : (
          health.faults.map((fault) => (
            <p key={fault}>
              <State is="warn">{fault}</State>
            </p>
          ))
        )}
      </Card>
      <Card title="Limits of the plan">
        <dl class="numbers">
          {Object.entries(health.limits).map(([name, value]) => (
            <div key={name}>
              <dt>{name.replaceAll("_", " ").replace("kb", "kB")}</dt>
              <dd>{value.toLocaleString("en")}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title="Channels">
        <p class="quiet">
          {health.clients === 0
            ? "No client"
            : health.clients === 1
              ? "1 client"
              : `${health.clients} clients`}
          , {health.channels.length === 0 ? "and no channel is joined." : "and these channels are joined."}
        </p>
        <ul class="plain rows">
          {health.channels.map((channel) => (
            <li key={`${channel.topic} ${channel.private}`}>
              <TopicName text={channel.topic} />
              <span class="quiet">
                {channel.private ? "private" : "public"}, {channel.members}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

function size(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000).toLocaleString("en")} kB`;
}

function Card({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="panel">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
