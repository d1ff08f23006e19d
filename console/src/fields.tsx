import type { Column, Table } from "./types";

export type Row = Record<string, string | null>;

/** An input for each column that can be set; a new row leaves out what nobody fills in. */
export function Fields(props: {
  table: Table;
  row: Row;
  values: Row;
  set: (values: Row) => void;
  isNew?: boolean;
}) {
  const { table, row, values, set, isNew } = props;
  const columns = table.columns.filter(
    (column) => !column.fixed && (isNew || !table.primary_key.includes(column.name)),
  );
  const change = (name: string, value: string | null | undefined) => {
    const { [name]: _, ...others } = values;
    set(value === undefined || (!isNew && value === row[name]) ? others : { ...others, [name]: value });
  };
  return (
    <div class="columns">
      {columns.map((column) => (
        <Field
          key={column.name}
          column={column}
          value={
            column.name in values ? values[column.name] : (row[column.name] ?? (isNew ? undefined : null))
          }
          changed={column.name in values}
          isNew={isNew ?? false}
          set={(value) => change(column.name, value)}
        />
      ))}
    </div>
  );
}

function Field(props: {
  column: Column;
  value: string | null | undefined;
  changed: boolean;
  isNew: boolean;
  set: (value: string | null | undefined) => void;
}) {
  const { column, value, changed, isNew, set } = props;
  const choices =
    column.labels.length > 0 ? column.labels : column.type === "boolean" ? ["true", "false"] : null;
  const id = `column-${column.name}`;
  return (
    <div class={changed ? "column-field changed" : "column-field"}>
      <label for={id}>
        {column.name} <small>{column.type}</small>
      </label>
      <div class="input">
        {choices ? (
          <select
            id={id}
            value={value ?? ""}
            onChange={(event) =>
              set(event.currentTarget.value === "" ? undefined : event.currentTarget.value)
            }
          >
            <option value="">{isNew ? "default" : value === null ? "NULL" : "as it is"}</option>
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            type="text"
            value={value ?? ""}
            placeholder={value === null ? "NULL" : value === undefined ? "default" : "empty text"}
            onInput={(event) => {
              const text = event.currentTarget.value;
              set(isNew && text === "" ? undefined : text);
            }}
          />
        )}
        {column.nullable && (
          <button
            type="button"
            class="null"
            aria-pressed={value === null}
            aria-label={`${column.name} is NULL`}
            onClick={() => set(value === null ? undefined : null)}
          >
            NULL
          </button>
        )}
      </div>
    </div>
  );
}
