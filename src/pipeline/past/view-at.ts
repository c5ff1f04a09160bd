import type { HeatRange } from "#insight/heat-range.ts";
import type { StoredEvent } from "#storage/store.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { notionalUsd } from "#core/instrument.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { PastHub } from "./hub-at.ts";

/** The figures of one market of its own at an instant; null where nothing recent enough was known. */
export interface Figures {
  readonly mark: number | null;
  /** False: no mark was known, the traded price stands in. */
  readonly isMark: boolean;
  /** Fraction. */
  readonly change24h: number | null;
  readonly openInterestUsd: number | null;
  /** Of the last settlement, a fraction per interval. */
  readonly fundingRate: number | null;
}

/** A price or an open interest that is older than this says nothing of the instant. */
const FRESH_MS = 2 * HOUR_MS;
/** Of candles that end shortly before an instant one is the newest. */
const LATELY_MS = 15 * MINUTE_MS;

/** What a view is made of; may remember. */
export interface Lookups {
  readonly figuresOf: (id: InstrumentId) => Promise<Figures>;
  readonly heatRangeOf: (id: InstrumentId, mark: number) => Promise<HeatRange | null>;
}

/** A market as a list would have shown it at the hub's instant. */
export async function viewAt(view: MarketView, { figuresOf, heatRangeOf }: Lookups): Promise<MarketView> {
  const ids = view.members?.map(({ market }) => market) ?? [view.id];
  const parts = await Promise.all(ids.map(figuresOf));
  const [reference] = parts;
  const { mark, isMark, change24h, fundingRate } = reference;
  const known = parts.flatMap(({ openInterestUsd }) => openInterestUsd ?? []);
  return {
    ...view,
    mark,
    heatRange: mark === null || !view.ready ? null : await heatRangeOf(view.id, mark),
    priceIsMark: isMark,
    change24h,
    openInterestUsd: known.length > 0 ? known.reduce((sum, usd) => sum + usd, 0) : null,
    funding: fundingRate === null ? null : { rate: fundingRate, nextTime: null, intervalMs: null },
    members:
      view.members?.map((member, index) => {
        const { mark: own, openInterestUsd } = parts[index];
        return { ...member, basis: own === null || mark === null ? null : own / mark - 1, openInterestUsd };
      }) ?? null,
  };
}

const before = (time: number, spanMs: number) => ({ from: asMs(Math.max(0, time - spanMs)), to: asMs(Math.max(0, time)) });

/** Looks the figures of a market of its own up. */
export async function figuresAt(hub: PastHub, id: InstrumentId): Promise<Figures> {
  const at = hub.now();
  const contract = hub.market(id)?.contract ?? "linear";
  const [price, openInterest, funding, dayBefore] = await Promise.all([
    priceAt(hub, id, at),
    hub.samples(id, { kind: "open-interest", intervalMs: MINUTE_MS }, before(at, FRESH_MS)),
    hub.samples(id, { kind: "funding", intervalMs: HOUR_MS }, before(at, DAY_MS)),
    hub.candles(id, MINUTE_MS, before(at - DAY_MS, LATELY_MS)),
  ]);
  const mark = price?.value ?? null;
  const then = dayBefore.at(-1)?.close;
  const size = openInterest.at(-1)?.close;
  return {
    mark,
    isMark: price?.isMark ?? false,
    change24h: mark === null || then === undefined ? null : mark / then - 1,
    openInterestUsd: mark === null || size === undefined ? null : notionalUsd(contract, size, mark),
    fundingRate: funding.at(-1)?.close ?? null,
  };
}

interface Price {
  readonly value: number;
  readonly isMark: boolean;
}

/** The newest mark, else the newest traded price; looked for a little way back first, then further. */
export async function priceAt(hub: Pick<PastHub, "events">, id: InstrumentId, at: Ms): Promise<Price | undefined> {
  for (const spanMs of [LATELY_MS, FRESH_MS]) {
    let mark: StoredEvent | undefined;
    let last: StoredEvent | undefined;
    for await (const events of hub.events(id, ["candle"], { from: asMs(Math.max(0, at - spanMs)), to: at })) {
      mark = events.findLast((event) => event.kind === "candle" && event.price === "mark") ?? mark;
      last = events.findLast((event) => event.kind === "candle" && event.price === "last") ?? last;
    }
    if (mark?.kind === "candle") return { value: mark.close, isMark: true };
    if (last?.kind === "candle") return { value: last.close, isMark: false };
  }
  return undefined;
}
