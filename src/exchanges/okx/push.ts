import type { Instrument } from "#core/instrument.ts";
import { type Datum, type Frame, type InstrumentsBySymbol, dropped } from "#exchanges/feeding/frame.ts";
import { type Fields, isRecord, isSymbol } from "#exchanges/reading/fields.ts";

/** What a channel pushed: to which subscription, and of books whether it is a snapshot. */
export interface Push {
  readonly arg: Fields;
  readonly action: unknown;
  readonly data: readonly unknown[];
}

/** Reads what one channel pushes. Undefined: malformed. */
export type PushReader = (push: Push, instruments: InstrumentsBySymbol) => Frame | undefined;

/** What `read` makes of every row, in their order. One that cannot be read spoils all, so that nothing is half told. */
export function everyRow({ data }: Push, read: (row: unknown) => Frame | undefined): Frame | undefined {
  const told: Datum[] = [];
  for (const row of data) {
    const frame = read(row);
    if (frame?.kind !== "data") return frame;
    told.push(...frame.data);
  }
  return { kind: "data", data: told };
}

/** A book is pushed one row at a time; of several, or one that is no record, nothing is read. */
export const onlyRow = ({ data }: Push): Fields => (data.length === 1 && isRecord(data[0]) ? data[0] : {});

/** What `read` makes of the row for the instrument of that name; a frame of one that nobody follows is dropped. */
export function forInstrument(symbol: unknown, instruments: InstrumentsBySymbol, read: (instrument: Instrument) => Datum | undefined): Frame | undefined {
  if (!isSymbol(symbol)) return undefined;
  const instrument = instruments.get(symbol);
  if (instrument === undefined) return dropped(`unexpected instrument ${symbol.slice(0, 40)}`);
  const datum = read(instrument);
  return datum && { kind: "data", data: [datum] };
}
