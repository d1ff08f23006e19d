/** What the server tells, as `pedschema/endpoint/console` writes it. */

export interface Mistake {
  where: string;
  what: string;
  fix: string;
  id: string;
}

export interface Publication {
  name: string;
  table: string;
  shape: string;
  on: string[];
  events: string[];
  key: Record<string, string>;
  columns: string[];
  sunset: string;
  where: string;
}

export interface Topic {
  pattern: string;
  feature: string;
  summary: string;
  surfaces: string[];
  read: string[];
  write: string[];
  presence: boolean;
  budget: Record<string, number>;
  publications: Publication[];
  client_events: string[];
  policies: string[];
  where: string;
  samples: { label: string; topic: string }[];
}

export interface Column {
  name: string;
  type: string;
  nullable: boolean;
  fixed: boolean;
  labels: string[];
}

export interface Table {
  name: string;
  rls: boolean;
  primary_key: string[];
  columns: Column[];
}

export interface Policy {
  name: string;
  command: string;
  roles: string[];
  extensions: string[];
  rules: string[];
  text: string;
  where: string;
}

export interface Persona {
  name: string;
  summary: string;
  role: string;
  token: string;
}

export interface Contract {
  name: string;
  realtime: string;
  schema: string;
  topics: Topic[];
  tables: Table[];
  policies: Policy[];
  rules: { name: string; sql: string; where: string }[];
  surfaces: string[];
  personas: Persona[];
}

export interface Message {
  id: string;
  at: string;
  topic: string;
  private: boolean;
  event: string;
  payload: unknown;
  from: "database" | "client";
  receivers: number;
  errors: string[];
  lost: number;
}

export interface Right {
  name: string;
  allowed: boolean;
  reasons: { text: string; policy: string; where: string }[];
  others: number;
}

export interface Why {
  topic: string;
  declared: boolean;
  sees: string;
  elapsed_ms: number;
  rights: Right[];
}

export interface AccessRow {
  label: string;
  topic: string;
  pattern: string;
  marks: Record<string, string>;
}

export interface Switches {
  surfaces: { name: string; on: boolean; reason?: string; changed_at?: string; until?: string | null }[];
  topics: { pattern: string; surfaces: string[]; on: boolean; fed: boolean }[];
}

export interface Health {
  replication: boolean;
  clients: number;
  channels: { topic: string; private: boolean; members: number }[];
  limits: Record<string, number>;
  faults: string[];
  server: { version: string; database: string; size: string; backends: number; answers_ms: number };
  slots: { name: string; active: boolean; lag_bytes: number }[];
  partitions: { name: string; bounds: string; today: boolean }[];
}

export interface Written {
  count: number;
  messages: {
    id: string;
    topic: string;
    event: string | null;
    payload: unknown;
    dropped: string;
    errors: string[];
    audience: Record<string, boolean>;
  }[];
}
