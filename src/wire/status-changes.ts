import type { RowChanges, StatusChanges, StatusMessage } from "./health.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The lists of a status, each with the field that is an age: it grows with `now` while nothing is heard, which need not be told. */
const AGE_OF = { feeds: "ageMs", markets: "staleMs", reliability: undefined } as const;

/** What turns the status `before` into `after`, see {@link statusAfter}. A hundred markets are 150 kB as a whole and a few as what changes in seconds. */
export function statusChanges(before: StatusMessage, after: StatusMessage): StatusChanges {
  const elapsedMs = after.now - before.now;
  return {
    figures: changedFields(before, figuresOf(after)),
    feeds: rowChanges(aged(before.feeds, AGE_OF.feeds, elapsedMs), after.feeds),
    markets: rowChanges(aged(before.markets, AGE_OF.markets, elapsedMs), after.markets),
    reliability: rowChanges(before.reliability, after.reliability),
  };
}

/** The status that `changes` make of the one before them. */
export function statusAfter(before: StatusMessage, { figures, feeds, markets, reliability }: StatusChanges): StatusMessage {
  const elapsedMs = (figures.now ?? before.now) - before.now;
  return Object.assign({}, before, figures, {
    feeds: rowsAfter(aged(before.feeds, AGE_OF.feeds, elapsedMs), feeds),
    markets: rowsAfter(aged(before.markets, AGE_OF.markets, elapsedMs), markets),
    reliability: rowsAfter(before.reliability, reliability),
  });
}

function figuresOf({ feeds: _feeds, markets: _markets, reliability: _reliability, ...figures }: StatusMessage): StatusChanges["figures"] {
  return figures;
}

function aged<Row extends Fields>(rows: readonly Row[], age: keyof Row | undefined, elapsedMs: number): readonly Row[] {
  if (age === undefined) return rows;
  return rows.map((row) => (typeof row[age] === "number" ? { ...row, [age]: row[age] + elapsedMs } : row));
}

function rowChanges(before: readonly Fields[], after: readonly Fields[]): RowChanges {
  if (before.length !== after.length) return { rows: [...after] };
  const changed: Record<string, Record<string, unknown>> = {};
  after.forEach((row, place) => {
    for (const [field, value] of Object.entries(changedFields(before[place], row))) (changed[field] ??= {})[place] = value;
  });
  return Object.keys(changed).length === 0 ? {} : { changed };
}

function rowsAfter<Row extends Fields>(before: readonly Row[], { rows, changed = {} }: RowChanges): Row[] {
  if (rows !== undefined) return rows as Row[];
  const after = before.map((row): Record<string, unknown> => ({ ...row }));
  for (const [field, values] of Object.entries(changed)) for (const [place, value] of Object.entries(values)) after[Number(place)][field] = value;
  return after as Row[];
}

const changedFields = <Row extends Fields>(before: Fields, after: Row): Partial<Row> =>
  Object.fromEntries(Object.entries(after).filter(([field, value]) => !isSame(before[field], value))) as Partial<Row>;

const isSame = (a: unknown, b: unknown): boolean => a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
