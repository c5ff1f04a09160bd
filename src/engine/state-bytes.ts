import { AppError } from "#core/app-error.ts";
import { instrumentId } from "#core/instrument.ts";
import type { OwedOpenings } from "./book.ts";
import type { LadderEstimator } from "./ladder-estimator.ts";
import { NOTHING_PUBLISHED } from "./margin/adopted-brackets.ts";

/**
 * An estimator's state as bytes: u32 length of a JSON header (model, instrument, scalars, array lengths), the header, padding to 8 bytes,
 * then the arrays as little-endian f64 and i32 in the order of {@link arraysOf}. Book rows outside the occupied ranges are not written.
 */
export function saveState(estimator: LadderEstimator): Uint8Array {
  const { book, pending } = estimator;
  const header = asciiBytes(
    JSON.stringify({
      model: estimator.model,
      instrument: instrumentId(estimator.instrument),
      state: estimator.state,
      coverage: estimator.coverage,
      published: estimator.published,
      origin: book.origin,
      rungCount: book.rungCount,
      pending: { count: pending.count, poolUsed: pending.poolUsed, tradedVolume: pending.tradedVolume, volumeKnown: pending.volumeKnown },
      owed: owedScalars(book.owed),
    }),
  );
  const arrays = arraysOf(estimator);
  const occupied = planesOf(estimator).reduce((rows, { low, high }) => rows + high - low, 0);
  const start = Math.ceil((4 + header.length) / 8) * 8;
  const bytes = new Uint8Array(start + arrays.reduce((sum, array) => sum + array.length * 8, 0) + occupied * 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, header.length, true);
  bytes.set(header, 4);
  let at = start;
  const put = (value: number) => {
    view.setFloat64(at, value, true);
    at += 8;
  };
  for (const array of arrays) for (const value of array) put(value);
  for (const { base, low, high } of planesOf(estimator)) for (let row = low; row < high; row++) put(book.values[base + row]);
  return bytes;
}

/** Names of instruments and models are ASCII. */
const asciiBytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Reads a saved state back into a fresh estimator of the same instrument and model. Throws `bad-input` otherwise. */
export function restoreState(estimator: LadderEstimator, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = bytes.byteLength > 4 ? view.getUint32(0, true) : 0;
  const header = parseHeader(bytes.subarray(4, 4 + headerLength));
  const { book, pending } = estimator;
  if (header.model !== estimator.model || header.instrument !== instrumentId(estimator.instrument) || header.rungCount !== book.rungCount)
    throw new AppError(
      "bad-input",
      `saved state is of ${header.model} ${header.instrument} with ${header.rungCount} rungs, not of ${estimator.model} ${instrumentId(estimator.instrument)} with ${book.rungCount}`,
    );
  Object.assign(estimator.state, header.state);
  Object.assign(estimator.coverage, header.coverage);
  Object.assign(estimator.published, NOTHING_PUBLISHED, header.published);
  Object.assign(pending, header.pending);
  book.origin = header.origin;
  fitOwed(book.owed, header.owed);
  if (pending.pool.length < pending.poolUsed) pending.pool = new Float64Array(pending.poolUsed);
  let at = Math.ceil((4 + headerLength) / 8) * 8;
  const take = () => {
    const value = view.getFloat64(at, true);
    at += 8;
    return value;
  };
  for (const array of arraysOf(estimator)) for (let i = 0; i < array.length; i++) array[i] = take();
  book.values.fill(0);
  for (const { base, low, high } of planesOf(estimator)) for (let row = low; row < high; row++) book.values[base + row] = take();
}

/** Makes `to` equal to `from`, both of the same instrument and model, without allocating. */
export function copyState(from: LadderEstimator, to: LadderEstimator): void {
  if (from.book.values.length !== to.book.values.length)
    throw new AppError("bad-input", `cannot copy ${instrumentId(from.instrument)} into ${instrumentId(to.instrument)}: their ladders differ`);
  Object.assign(to.state, from.state);
  Object.assign(to.coverage, from.coverage);
  Object.assign(to.published, from.published);
  to.pending.count = from.pending.count;
  to.pending.poolUsed = from.pending.poolUsed;
  to.pending.tradedVolume = from.pending.tradedVolume;
  to.pending.volumeKnown = from.pending.volumeKnown;
  if (to.pending.pool.length < from.pending.pool.length) to.pending.pool = new Float64Array(from.pending.pool.length);
  to.book.origin = from.book.origin;
  fitOwed(to.book.owed, owedScalars(from.book.owed));
  for (const { base, low, high } of planesOf(to)) to.book.values.fill(0, base + low, base + high);
  const source = arraysOf(from);
  arraysOf(to).forEach((array, i) => array.set(source[i]));
  for (const { base, low, high } of planesOf(from)) to.book.values.set(from.book.values.subarray(base + low, base + high), base + low);
}

interface OwedScalars {
  readonly first: number;
  readonly count: number;
  readonly total: number;
}

const owedScalars = ({ profile: { first, count, total } }: OwedOpenings): OwedScalars => ({ first, count, total });

function fitOwed(owed: OwedOpenings, { first, count, total }: OwedScalars): void {
  const { profile } = owed;
  profile.first = first;
  profile.count = count;
  profile.total = total;
  if (profile.weights.length < count) profile.weights = new Float64Array(count * 2);
}

type NumberArray = Float64Array | Int32Array;

/** Every array of the state but the book's rows, in a fixed order. Pending arrays are cut to what is used. */
function arraysOf({ book, pending, explained, evidence, priorLevel }: LadderEstimator): readonly NumberArray[] {
  const { count } = pending;
  const used = (array: NumberArray): NumberArray => array.subarray(0, count);
  return [
    book.scale,
    book.mass,
    book.low,
    book.high,
    book.drift,
    book.never,
    book.weight,
    book.neverWeight,
    priorLevel,
    evidence.attributed,
    evidence.exposure,
    evidence.printed,
    evidence.squares,
    evidence.held,
    evidence.heldTravel,
    evidence.heldMs,
    evidence.hourExposure,
    evidence.hour,
    used(pending.first),
    used(pending.rows),
    used(pending.start),
    used(pending.volume),
    used(pending.lowAfter),
    used(pending.highAfter),
    pending.pool.subarray(0, pending.poolUsed),
    pending.turnover,
    book.owed.amount,
    book.owed.profile.weights.subarray(0, book.owed.profile.count),
    explained.changed,
    explained.unexplained,
    explained.hour,
  ];
}

function planesOf({ book }: LadderEstimator): readonly { base: number; low: number; high: number }[] {
  return Array.from(book.low, (low, plane) => ({ base: book.start[plane], low, high: book.high[plane] }));
}

interface Header {
  readonly model: string;
  readonly instrument: string;
  readonly rungCount: number;
  readonly origin: number;
  readonly state: object;
  readonly coverage: object;
  readonly published: object;
  readonly pending: object;
  readonly owed: OwedScalars;
}

function parseHeader(bytes: Uint8Array): Header {
  try {
    return JSON.parse(Array.from(bytes, (code) => String.fromCharCode(code)).join("")) as Header;
  } catch (cause) {
    throw new AppError("bad-input", "saved state is damaged: its header is not JSON", { cause });
  }
}
