import { DAY_MS, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { SeriesSpan } from "./request-fields.ts";

/** Rates as fractions per interval of funding. */
export interface FundingBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** No exchange settles less often. */
const LONGEST_INTERVAL_MS = DAY_MS;

/**
 * The funding rate bar by bar: what was settled in it, and where nothing was the rate last settled, which stands until the next. The bar that is
 * forming closes at the rate that the next settlement is expected to have. Bars before the first settlement are left out.
 */
export async function fundingBars(hub: Hub, { id, funding }: MarketView, { intervalMs, from, to }: SeriesSpan): Promise<readonly FundingBar[]> {
  const [before, samples] = await Promise.all([rateBefore(hub, id, from), hub.samples(id, { kind: "funding", intervalMs }, { from, to })]);
  const settled = new Map(samples.map((sample) => [sample.openTime as number, sample]));
  const now = hub.now();
  const bars: FundingBar[] = [];
  let standing = before;
  for (let time: number = from; time < Math.min(to, now); time += intervalMs) {
    const expected = now < time + intervalMs ? funding?.rate : undefined;
    const sample = settled.get(time);
    const open = sample?.open ?? standing ?? expected;
    if (open === undefined) continue;
    const close = expected ?? sample?.close ?? open;
    const { high, low } = sample ?? { high: open, low: open };
    bars.push({ time, open, high: Math.max(high, close), low: Math.min(low, close), close });
    standing = sample?.close ?? standing;
  }
  return bars;
}

/** The last rate that was settled before `time`. */
async function rateBefore(hub: Hub, id: MarketView["id"], time: number): Promise<number | undefined> {
  let rate: number | undefined;
  for await (const events of hub.events(id, ["funding"], { from: asMs(time - LONGEST_INTERVAL_MS), to: asMs(time) }))
    for (const event of events) if (event.kind === "funding") rate = event.rate;
  return rate;
}
