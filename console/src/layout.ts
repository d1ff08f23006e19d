import type { Contract, Topic } from "./types";

export type Kind = "table" | "topic" | "policy" | "surface";
export const KINDS: readonly Kind[] = ["table", "topic", "policy", "surface"];

export interface Node {
  id: string;
  kind: Kind;
  name: string;
  note: string;
  topics: Set<string>;
}

export interface Graph {
  columns: Record<Kind, Node[]>;
  edges: { from: string; to: string }[];
}

export const idOf = (kind: Kind, name: string): string => `${kind} ${name}`;

/** The contract as four columns; each column is ordered by where its topics stand, which keeps lines apart. */
export function layOut(contract: Contract): Graph {
  const edges = new Map<string, { from: string; to: string }>();
  const nodes = new Map<string, Node>();
  const put = (kind: Kind, name: string, note: string, topic: Topic): string => {
    const id = idOf(kind, name);
    if (!nodes.has(id)) nodes.set(id, { id, kind, name, note, topics: new Set() });
    nodes.get(id)!.topics.add(topic.pattern);
    return id;
  };
  const join = (from: string, to: string) => edges.set(`${from}\n${to}`, { from, to });
  for (const topic of contract.topics) {
    const own = put("topic", topic.pattern, topic.feature, topic);
    for (const each of topic.publications) join(put("table", each.table, "", topic), own);
    const policies = contract.policies.filter((policy) => topic.policies.includes(policy.name));
    for (const policy of policies) {
      const rules = policy.rules.map((rule) => rule.split(".").at(-1)).join(", ");
      const verb = policy.command === "SELECT" ? "read" : "write";
      join(own, put("policy", policy.name, rules ? `${verb}: ${rules}` : verb, topic));
    }
    for (const surface of topic.surfaces) {
      const end = put("surface", surface, "", topic);
      if (policies.length === 0) join(own, end);
      for (const policy of policies) join(idOf("policy", policy.name), end);
    }
  }
  const rank = new Map(contract.topics.map((topic, index) => [topic.pattern, index]));
  const middle = (node: Node) =>
    [...node.topics].reduce((sum, topic) => sum + rank.get(topic)!, 0) / node.topics.size;
  const columns = Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      [...nodes.values()]
        .filter((node) => node.kind === kind)
        .sort((one, other) => middle(one) - middle(other) || one.name.localeCompare(other.name)),
    ]),
  ) as Graph["columns"];
  return { columns, edges: [...edges.values()] };
}
