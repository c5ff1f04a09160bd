export const OPENING_KINDS = ["turnover", "open-interest-rise", "first-book"] as const;
/** Why a position was opened: to make up for one that closed, because open interest rose, or it stood already when the record began, or went on after a hole. */
export type OpeningKind = (typeof OPENING_KINDS)[number];

/** When and at what prices positions were entered. Times are epoch ms, [from, until). */
export interface Span {
  from: number;
  until: number;
  lowPrice: number;
  highPrice: number;
  /** Mean of them, by amount. */
  price: number;
}

/** An hour's openings of one kind. */
export interface Entry extends Span {
  /** Since the epoch. */
  readonly hour: number;
  readonly kind: OpeningKind;
}

/** What of one hour's openings is in a bin: as opened, after voluntary closing, after closing on approach too, and now, in the conserved unit per unit weight. */
export interface Amounts {
  opened: number;
  aged: number;
  approached: number;
  now: number;
}

/** Amounts are kept divided by what has happened to the whole list since; see {@link entriesOf}. */
interface Lot extends Amounts {
  readonly entry: Entry;
}

/** The openings that make up a bin. Whatever multiplies all of them is kept once, as logarithms. */
export interface Lots {
  readonly byEntry: Map<number, Lot>;
  logAged: number;
  logScaled: number;
}

export const createLots = (): Lots => ({ byEntry: new Map(), logAged: 0, logScaled: 0 });

export function clearLots(lots: Lots): void {
  lots.byEntry.clear();
  lots.logAged = 0;
  lots.logScaled = 0;
}

/** Adds to a list; openings of one kind in one hour are one lot. */
export function addLot(lots: Lots, entry: Entry, { opened, aged, approached, now }: Amounts): void {
  const byAge = Math.exp(-lots.logAged);
  const added = { opened, aged: aged * byAge, approached: approached * byAge, now: now * byAge * Math.exp(-lots.logScaled) };
  const key = entry.hour * OPENING_KINDS.length + OPENING_KINDS.indexOf(entry.kind);
  const lot = lots.byEntry.get(key);
  if (lot === undefined) {
    lots.byEntry.set(key, { entry: { ...entry }, ...added });
    return;
  }
  lot.entry.price += (entry.price - lot.entry.price) * (added.now / (lot.now + added.now));
  lot.opened += added.opened;
  lot.aged += added.aged;
  lot.approached += added.approached;
  lot.now += added.now;
  widen(lot.entry, entry);
}

/** A fresh opening of `amount`. */
export const freshly = (amount: number): Amounts => ({ opened: amount, aged: amount, approached: amount, now: amount });

/** Makes a span include another; its mean price stays. */
export function widen(span: Span, { from, until, lowPrice, highPrice }: Omit<Span, "price">): void {
  span.from = Math.min(span.from, from);
  span.until = Math.max(span.until, until);
  span.lowPrice = Math.min(span.lowPrice, lowPrice);
  span.highPrice = Math.max(span.highPrice, highPrice);
}

/** Multiplies a list: owners closed (`aged`), or the whole side was scaled. */
export function multiply(lots: Lots, factor: number, cause: "aged" | "scaled"): void {
  if (cause === "aged") lots.logAged += Math.log(factor);
  else lots.logScaled += Math.log(factor);
  if (Math.abs(lots.logAged) + Math.abs(lots.logScaled) > MOST_LOG) fold(lots);
}

/** Multiplies everything that is told of a list, what was opened too: the amounts were in a unit that was only assumed. */
export function restate(lots: Lots, factor: number): void {
  for (const lot of lots.byEntry.values()) {
    lot.opened *= factor;
    lot.aged *= factor;
    lot.approached *= factor;
    lot.now *= factor;
  }
}

const MOST_LOG = 200;
const FORGOTTEN_SHARE = 1e-9;

/** Puts the common factors into the lots, and forgets those of which nothing is left. */
function fold(lots: Lots): void {
  const folded = entriesOf(lots);
  const least = FORGOTTEN_SHARE * folded.reduce((sum, { now }) => sum + now, 0);
  clearLots(lots);
  for (const lot of folded) if (lot.now > least) addLot(lots, lot.entry, lot);
}

/** Takes back `amount` of what was opened last, as if it had never been opened. */
export function takeBack(lots: Lots, amount: number): void {
  const unit = Math.exp(lots.logAged + lots.logScaled);
  let left = amount / unit;
  for (const [key, lot] of [...lots.byEntry].sort(([a], [b]) => b - a)) {
    if (left <= 0) return;
    if (lot.now <= left) {
      left -= lot.now;
      lots.byEntry.delete(key);
      continue;
    }
    const keep = 1 - left / lot.now;
    lot.opened *= keep;
    lot.aged *= keep;
    lot.approached *= keep;
    lot.now *= keep;
    left = 0;
  }
}

/** Adds `share` of a list to another; of it `survives` survived owners closing on approach. */
export function pour(from: Lots, into: Lots, { share, survives = 1 }: { share: number; survives?: number }): void {
  for (const { entry, opened, aged, approached, now } of entriesOf(from))
    addLot(into, entry, { opened: opened * share, aged: aged * share, approached: approached * share * survives, now: now * share * survives });
}

/** Every lot with its amounts as they are. */
export function entriesOf(lots: Lots): readonly (Amounts & { readonly entry: Entry })[] {
  const byAge = Math.exp(lots.logAged);
  const unit = byAge * Math.exp(lots.logScaled);
  return Array.from(lots.byEntry.values(), ({ entry, opened, aged, approached, now }) => ({
    entry,
    opened,
    aged: aged * byAge,
    approached: approached * byAge,
    now: now * unit,
  }));
}

export const totalNow = (lots: Lots): number => entriesOf(lots).reduce((sum, { now }) => sum + now, 0);
