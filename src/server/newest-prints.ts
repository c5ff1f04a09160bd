import { notionalUsd } from "#core/instrument.ts";
import type { PositionSide } from "#core/position-side.ts";
import { HOUR_MS, asMs } from "#core/units.ts";
import type { PastHub } from "#pipeline/past/hub-at.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { TimeRange } from "#storage/store.ts";
import type { PrintMessage } from "#wire/liquidations.ts";

export interface PrintsAsked {
  /** Inclusive, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly leastUsd: number;
  readonly sides: readonly PositionSide[];
}

export interface NewestPrints {
  /** Newest first. */
  readonly prints: readonly PrintMessage[];
  /** Back to when it was looked; before the asked start never. */
  readonly from: number;
}

/** The newest printed liquidations of markets of their own: looks back in stretches that double, and no further than it takes to find `limit`. */
export async function newestPrints(hub: PastHub, markets: readonly MarketView[], asked: PrintsAsked): Promise<NewestPrints> {
  const found: PrintMessage[] = [];
  let end = asked.to + 1;
  for (let spanMs: number = HOUR_MS; found.length < asked.limit && end > asked.from; spanMs *= 2) {
    const range = { from: asMs(Math.max(asked.from, end - spanMs)), to: asMs(end) };
    const parts = await Promise.all(markets.map((market) => printsIn(hub, market, { ...asked, range })));
    found.push(...parts.flat().sort((a, b) => b.time - a.time));
    end = range.from;
  }
  return { prints: found.slice(0, asked.limit), from: end };
}

async function printsIn(hub: PastHub, { id, contract }: MarketView, { range, leastUsd, sides }: PrintsAsked & { range: TimeRange }): Promise<PrintMessage[]> {
  const prints: PrintMessage[] = [];
  for await (const events of hub.events(id, ["liquidation"], range)) {
    for (const event of events) {
      if (event.kind !== "liquidation" || !sides.includes(event.positionSide)) continue;
      const { time, positionSide, price, size } = event;
      const usd = notionalUsd(contract, size, price);
      if (usd >= leastUsd) prints.push({ time, market: id, positionSide, price, usd });
    }
  }
  return prints;
}
