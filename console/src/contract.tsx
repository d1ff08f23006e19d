import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Details } from "./details";
import { KINDS, layOut, type Graph, type Kind, type Node } from "./layout";
import { Empty, Name, refocus, TopicName } from "./parts";
import type { Contract } from "./types";

const TITLES: Record<Kind, string> = {
  table: "Tables",
  topic: "Topics",
  policy: "Rules",
  surface: "Surfaces",
};
const MANY = 30;

export function ContractView({ contract }: { contract: Contract }) {
  const graph = useMemo(() => layOut(contract), [contract]);
  const [wanted, setWanted] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const all = KINDS.flatMap((kind) => graph.columns[kind]);
  const focus = all.find((node) => node.id === chosen) ?? null;
  const isLarge = contract.topics.length > MANY;
  const words = wanted.trim().toLowerCase();
  const hits = words ? all.filter((node) => `${node.name} ${node.note}`.toLowerCase().includes(words)) : [];
  const lit = words ? new Set(hits.flatMap((node) => [...node.topics])) : (focus?.topics ?? null);
  const close = useCallback(() => {
    refocus();
    setChosen(null);
  }, []);
  return (
    <section aria-labelledby="contract-title">
      <div class="bar">
        <h1 id="contract-title">Contract</h1>
        <p class="quiet">
          {contract.topics.length} topics, {contract.tables.length} tables, {contract.policies.length}{" "}
          policies, {contract.surfaces.length} surfaces
        </p>
        <label class="field grow">
          <span class="visually-hidden">Find a table, topic, rule or surface</span>
          <input
            type="search"
            placeholder="Find a table, topic, rule or surface"
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </label>
      </div>
      {isLarge && !lit && <p class="quiet">Choose one, or find it, to see what belongs to it.</p>}
      {words && hits.length === 0 && <Empty>Nothing is called “{wanted}”.</Empty>}
      <div class={focus ? "split" : ""}>
        <Columns
          graph={graph}
          lit={lit}
          hides={words !== "" || isLarge}
          draws={!isLarge || lit !== null}
          chosen={chosen}
          choose={(id) => setChosen(id === chosen ? null : id)}
        />
        {focus && <Details node={focus} contract={contract} close={close} />}
      </div>
    </section>
  );
}

function Columns(props: {
  graph: Graph;
  lit: Set<string> | null;
  hides: boolean;
  draws: boolean;
  chosen: string | null;
  choose: (id: string) => void;
}) {
  const { graph, lit, hides, draws, chosen, choose } = props;
  const box = useRef<HTMLDivElement>(null);
  const isLit = (node: Node) => !lit || [...node.topics].some((topic) => lit.has(topic));
  const paths = usePaths(box, graph, `${hides} ${[...(lit ?? [])]} ${chosen}`);
  return (
    <div class={draws ? "graph" : "graph listed"} ref={box}>
      <svg aria-hidden="true">
        {draws && paths.map((path) => <path key={path.key} d={path.d} class={path.lit ? "lit" : ""} />)}
      </svg>
      {KINDS.map((kind) => (
        <div class="column" key={kind}>
          <h2>{TITLES[kind]}</h2>
          <ul class="plain">
            {graph.columns[kind]
              .filter((node) => !hides || isLit(node))
              .map((node) => (
                <li key={node.id}>
                  <button
                    type="button"
                    class={`node ${kind} ${lit && isLit(node) ? "lit" : ""} ${isLit(node) ? "" : "dim"}`}
                    data-id={node.id}
                    aria-pressed={node.id === chosen}
                    onClick={() => choose(node.id)}
                  >
                    {kind === "topic" ? <TopicName text={shorten(node.name)} /> : <Name text={node.name} />}
                    {node.note && <small>{node.note}</small>}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

/** Types of parts are in the details. */
const shorten = (pattern: string) => pattern.replace(/\{(\w+):\w+\}/g, "{$1}");

interface Path {
  key: string;
  d: string;
  lit: boolean;
}

/** The lines between the nodes, where they stand now. */
function usePaths(box: { current: HTMLDivElement | null }, graph: Graph, cause: string): Path[] {
  const [paths, setPaths] = useState<Path[]>([]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const draw = () => setPaths(measure(element, graph));
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    draw();
    return () => observer.disconnect();
  }, [graph, cause]);
  return paths;
}

function measure(element: HTMLDivElement, graph: Graph): Path[] {
  const origin = element.getBoundingClientRect();
  const places = new Map<string, { rect: DOMRect; lit: boolean }>();
  for (const node of element.querySelectorAll<HTMLElement>(".node")) {
    places.set(node.dataset.id!, { rect: node.getBoundingClientRect(), lit: node.classList.contains("lit") });
  }
  const found: Path[] = [];
  for (const { from, to } of graph.edges) {
    const [start, end] = [places.get(from), places.get(to)];
    if (!start || !end) continue;
    const [x1, y1] = [start.rect.right - origin.left, start.rect.top + start.rect.height / 2 - origin.top];
    const [x2, y2] = [end.rect.left - origin.left, end.rect.top + end.rect.height / 2 - origin.top];
    const bend = (x2 - x1) / 2;
    const d = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    found.push({ key: `${from}\n${to}`, d, lit: start.lit && end.lit });
  }
  return found.sort((one, other) => Number(one.lit) - Number(other.lit));
}
