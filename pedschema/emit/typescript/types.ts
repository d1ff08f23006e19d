/** A float: JSON has no other way to write what is no number. */
export type PgFloat = number | "NaN" | "Infinity" | "-Infinity";

/** A numeric with a precision; 12.50 comes as 12.5. */
export type PgDecimal = number | "NaN";

/** A bigint: not exact beyond Number.MAX_SAFE_INTEGER. */
export type PgInt8 = number;

/** A bigint or numeric as text, with every digit. */
export type PgDigits = string;

/** 2026-01-31, infinity, or a year BC: not all that Date can read. */
export type PgDate = string;

/** 2026-01-31T18:30:00 without an offset: Date takes it as local time. */
export type PgTimestamp = string;

/** 2026-01-31T18:30:00+00:00, in UTC; also infinity, or a year BC. */
export type PgTimestamptz = string;

/** P1Y2M3DT4H5M6S, as ISO 8601 has it. */
export type PgInterval = string;

/** A backslash, an x, and two hexadecimal digits a byte. */
export type PgBytea = string;

/** An hstore. */
export type PgMap = { [key: string]: string | null };

/** Anything. */
export type Json =
  string | number | boolean | null | Json[] | { [key: string]: Json };

/** What the server tells of a message; replayed ones may have an older shape. */
export interface Meta {
  id?: string;
  replayed?: boolean;
}
