import type { ComponentChildren } from "preact";
import type { Node } from "./layout";
import { Aside, Name, TopicName } from "./parts";
import type { Contract, Topic } from "./types";

/** All about one node of the graph. */
export function Details({ node, contract, close }: { node: Node; contract: Contract; close: () => void }) {
  return (
    <Aside
      label={`About ${node.name}`}
      title={node.kind === "topic" ? <TopicName text={node.name} /> : <Name text={node.name} />}
      close={close}
    >
      <Body node={node} contract={contract} />
    </Aside>
  );
}

function Body({ node, contract }: { node: Node; contract: Contract }) {
  if (node.kind === "topic")
    return <TopicBody topic={contract.topics.find((each) => each.pattern === node.name)!} />;
  const topics = contract.topics.filter((topic) => node.topics.has(topic.pattern));
  if (node.kind === "policy") {
    const policy = contract.policies.find((each) => each.name === node.name)!;
    return (
      <dl>
        <Item name="Command">
          {policy.command} of {policy.extensions.join(" and ")}, to {policy.roles.join(", ")}
        </Item>
        <Item name="Condition">
          <pre>{policy.text.trim()}</pre>
        </Item>
        {policy.rules.map((name) => (
          <Item key={name} name={`Rule ${name}`}>
            <pre>{contract.rules.find((rule) => rule.name === name)?.sql.trim()}</pre>
          </Item>
        ))}
        <Item name="Topics">{topics.map(name)}</Item>
        <Where>{policy.where}</Where>
      </dl>
    );
  }
  if (node.kind === "surface") {
    return (
      <dl>
        <Item name="Listens to">{topics.map(name)}</Item>
      </dl>
    );
  }
  const table = contract.tables.find((each) => each.name === node.name);
  return (
    <dl>
      {topics.map((topic) => (
        <Item key={topic.pattern} name={topic.pattern}>
          {topic.publications
            .filter((each) => each.table === node.name)
            .map((each) => (
              <p key={each.name}>
                {each.on.join(", ").toLowerCase()} as <span class="mono">{each.events.join(", ")}</span>,
                shape {each.shape}
              </p>
            ))}
        </Item>
      ))}
      <Item name="Columns">
        <span class="mono">{table?.columns.map((column) => column.name).join(", ")}</span>
      </Item>
      <Item name="Row level security">{table?.rls ? "on" : "off"}</Item>
    </dl>
  );
}

function TopicBody({ topic }: { topic: Topic }) {
  const { budget } = topic;
  return (
    <>
      <p>{topic.summary}.</p>
      <dl>
        {topic.publications.map((each) => (
          <Item key={each.name} name={each.table}>
            <p>
              <span class="mono">{each.events.join(", ")}</span>
            </p>
            <p class="quiet">
              shape {each.shape}; carries <span class="mono">{each.columns.join(", ")}</span>
              {each.sunset && `; ends ${each.sunset}`}
            </p>
          </Item>
        ))}
        {topic.client_events.length > 0 && (
          <Item name="Sent by clients">
            <span class="mono">{topic.client_events.join(", ")}</span>
          </Item>
        )}
      </dl>
      <dl class="facts">
        <Item name="Read">{topic.read.join(", ") || "nobody"}</Item>
        <Item name="Write">{topic.write.join(", ") || "the database only"}</Item>
        <Item name="Presence">{topic.presence ? "yes" : "no"}</Item>
        <Item name="Surfaces">{topic.surfaces.join(", ") || "none"}</Item>
        <Item name="Budget">
          one refetch in {budget.refetch_ms} ms, waits {budget.max_wait_ms} ms at most, {budget.per_second} a
          second, bursts of {budget.burst}, {budget.subscribers} subscribers
        </Item>
        <Where>{topic.where}</Where>
      </dl>
    </>
  );
}

const name = (topic: Topic) => (
  <p key={topic.pattern}>
    <TopicName text={topic.pattern} />
  </p>
);

function Item({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Where({ children }: { children: string }) {
  return (
    <Item name="Declared">
      <span class="mono">{children}</span>
    </Item>
  );
}
