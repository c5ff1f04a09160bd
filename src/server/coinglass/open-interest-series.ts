import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { TimeRange } from "#storage/store.ts";
import { priceBars } from "./price-bars.ts";
import { INTERVALS_MS, type SeriesSpan } from "./request-fields.ts";

/** Open interest at an instant: its worth, how many coins it is, and of how many markets it was known. */
export interface Standing {
  readonly usd: number;
  readonly coins: number;
  readonly markets: number;
}

export interface OpenInterestBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

const SAMPLE_MS = 5 * MINUTE_MS;
const MOST_STEPS = 50_000;
/** A sample older than this says nothing of an instant; venues keep one every 5 minutes, some every hour. */
const OLDEST_SAMPLE_MS = 65 * MINUTE_MS;

/** The last sample of open interest known at `time`, at the price then. */
export async function standingAt(hub: Hub, market: MarketView, time: Ms): Promise<Standing> {
  const range = { from: asMs(time - OLDEST_SAMPLE_MS), to: asMs(time + 1) };
  const samples = await samplesOf(hub, market, range);
  const sample = samples.at(-1);
  const price = (await hub.candles(market.id, asMs(5 * MINUTE_MS), range)).at(-1)?.close ?? market.mark;
  if (sample === undefined || price === null || price === undefined) return { usd: 0, coins: 0, markets: 0 };
  const { usd, coin } = worthOf(market, sample.openInterest, price);
  return { usd, coins: coin, markets: 1 };
}

/**
 * Open interest bar by bar. A bar opens where the one before it closed; high, low and close are those of its samples, each at the price of its own
 * time: a sample stands until the next, and its worth goes on with the price. Bars before the first sample are left out.
 */
export async function openInterestBars(
  hub: Hub,
  market: MarketView,
  { unit, ...span }: SeriesSpan & { readonly unit: "usd" | "coin" },
): Promise<readonly OpenInterestBar[]> {
  const { intervalMs, to } = span;
  const stepMs = stepOf(span);
  const from = asMs(span.from - Math.ceil(OLDEST_SAMPLE_MS / stepMs) * stepMs);
  const [samples, candles] = await Promise.all([
    hub.samples(market.id, { kind: "open-interest", intervalMs: stepMs }, { from, to }),
    priceBars(hub, market.id, { intervalMs: stepMs, from, to }),
  ]);
  const priced = new Map(candles.map((candle) => [candle.openTime as number, candle]));
  const sampled = new Map(samples.map((sample) => [sample.openTime as number, sample]));
  const bars: OpenInterestBar[] = [];
  let price = candles.at(0)?.open ?? market.mark ?? undefined;
  let standing: number | undefined;
  for (let time: number = from; time < Math.min(to, hub.now()); time += stepMs) {
    const sample = sampled.get(time);
    standing ??= sample?.open;
    if (standing === undefined || price === undefined) continue;
    const open = worthOf(market, standing, price)[unit];
    const closing: number = priced.get(time)?.close ?? price;
    price = closing;
    const { high, low, close } = sample ?? { high: standing, low: standing, close: standing };
    standing = close;
    if (time < span.from) continue;
    const [most, least, last] = [high, low, close].map((openInterest) => worthOf(market, openInterest, closing)[unit]);
    const bar = bars.at(-1);
    const openTime = Math.floor(time / intervalMs) * intervalMs;
    const step = { time: openTime, open, high: Math.max(open, most, last), low: Math.min(open, least, last), close: last };
    if (bar?.time === openTime) bars[bars.length - 1] = joined(bar, step);
    else bars.push(step);
  }
  return bars;
}

const joined = (bar: OpenInterestBar, { high, low, close }: OpenInterestBar): OpenInterestBar => ({
  ...bar,
  high: Math.max(bar.high, high),
  low: Math.min(bar.low, low),
  close,
});

/** Samples are looked at every five minutes, or as often as they may be many. */
function stepOf({ intervalMs, from, to }: SeriesSpan): Ms {
  const steps = Object.values(INTERVALS_MS).filter((stepMs) => stepMs >= SAMPLE_MS && intervalMs % stepMs === 0);
  return steps.find((stepMs) => (to - from) / stepMs <= MOST_STEPS) ?? intervalMs;
}

async function samplesOf(hub: Hub, { id }: MarketView, range: TimeRange): Promise<readonly { time: Ms; openInterest: number }[]> {
  const samples: { time: Ms; openInterest: number }[] = [];
  for await (const events of hub.events(id, ["open-interest"], range)) {
    for (const event of events) if (event.kind === "open-interest") samples.push({ time: event.time, openInterest: event.openInterest });
  }
  return samples;
}

function worthOf({ contract }: MarketView, openInterest: number, price: number): { usd: number; coin: number } {
  return contract === "linear" ? { usd: openInterest * price, coin: openInterest } : { usd: openInterest, coin: openInterest / price };
}
