import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { TimeRange } from "#storage/store.ts";
import type { SeriesSpan } from "./request-fields.ts";

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

/** A sample older than this says nothing of an instant; venues keep one every 5 minutes, some every hour. */
const OLDEST_SAMPLE_MS = 65 * MINUTE_MS;

/** The last sample of open interest known at `time`, at the price then. */
export async function standingAt(hub: Hub, market: MarketView, time: Ms): Promise<Standing> {
  const range = { from: asMs(time - OLDEST_SAMPLE_MS), to: asMs(time + 1) };
  const samples = await samplesOf(hub, market, range);
  const sample = samples.at(-1);
  const price = (await hub.candles(market.id, asMs(5 * MINUTE_MS), range)).at(-1)?.close ?? market.mark;
  if (sample === undefined || price === null || price === undefined) return { usd: 0, coins: 0, markets: 0 };
  return { ...worthOf(market, sample.openInterest, price), markets: 1 };
}

/** Open, high, low and close of the samples of every bar; a bar without one stays where the last ended. Bars before the first sample are left out. */
export async function openInterestBars(
  hub: Hub,
  market: MarketView,
  { intervalMs, from, to, unit }: SeriesSpan & { unit: "usd" | "coin" },
): Promise<OpenInterestBar[]> {
  const [before, samples, candles] = await Promise.all([
    samplesOf(hub, market, { from: asMs(from - OLDEST_SAMPLE_MS), to: from }),
    hub.samples(market.id, { kind: "open-interest", intervalMs }, { from, to }),
    hub.candles(market.id, intervalMs, { from, to }),
  ]);
  const closes = new Map(candles.map(({ openTime, close }) => [openTime as number, close]));
  const sampled = new Map(samples.map((bar) => [bar.openTime as number, bar]));
  const bars: OpenInterestBar[] = [];
  let price = candles[0]?.open ?? market.mark ?? 0;
  let standing = before.at(-1)?.openInterest;
  for (let time: number = from; time < Math.min(to, hub.now()); time += intervalMs) {
    price = closes.get(time) ?? price;
    const worth = (openInterest: number): number => worthOf(market, openInterest, price)[unit === "usd" ? "usd" : "coins"];
    const bar = sampled.get(time);
    const open = standing ?? bar?.open;
    if (open === undefined) continue;
    const { high, low, close } = bar ?? { high: open, low: open, close: open };
    bars.push({ time, open: worth(open), high: worth(Math.max(open, high)), low: worth(Math.min(open, low)), close: worth(close) });
    standing = close;
  }
  return bars;
}

async function samplesOf(hub: Hub, { id }: MarketView, range: TimeRange): Promise<readonly { time: Ms; openInterest: number }[]> {
  const samples: { time: Ms; openInterest: number }[] = [];
  for await (const events of hub.events(id, ["open-interest"], range)) {
    for (const event of events) if (event.kind === "open-interest") samples.push({ time: event.time, openInterest: event.openInterest });
  }
  return samples;
}

function worthOf({ contract }: MarketView, openInterest: number, price: number): { usd: number; coins: number } {
  return contract === "linear" ? { usd: openInterest * price, coins: openInterest } : { usd: openInterest, coins: openInterest / price };
}
