import { knownAt } from "#core/events.ts";
import { sizeOfUsd, type ContractKind } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { StoredEvent } from "#storage/store.ts";
import type { EventBatch } from "./event-batch.ts";
import type { HistoryBatch } from "./history.ts";

/** Prices by which USD become contracts. */
export interface PricedBy {
  readonly contract: ContractKind;
  readonly candles: AsyncIterable<HistoryBatch>;
}

/**
 * Divides open interest that is given in USD by the price at its own stamp: the close of the candle that ends then or was the last to end before;
 * ahead of the first candle's end, that candle's open.
 */
export async function* openInterestOfUsd(run: AsyncIterable<EventBatch>, { contract, candles }: PricedBy): AsyncIterable<EventBatch> {
  const prices = createPriceCursor(candles);
  try {
    for await (const batch of run) {
      const events: StoredEvent[] = [];
      for (const event of batch.events) {
        if (event.kind !== "open-interest") throw new Error(`${event.kind} among open interest in USD`);
        const price = await prices.at(event.time);
        events.push({ ...event, openInterest: sizeOfUsd(contract, event.openInterest, price) });
      }
      yield { ...batch, events };
    }
  } finally {
    await prices.close();
  }
}

interface PriceCursor {
  /** Times must not decrease between calls. */
  at(time: Ms): Promise<number>;
  close(): Promise<void>;
}

function createPriceCursor(candles: AsyncIterable<HistoryBatch>): PriceCursor {
  const batches = candles[Symbol.asyncIterator]();
  let pending: readonly StoredEvent[] = [];
  let next = 0;
  let price: number | undefined;

  async function peek(): Promise<StoredEvent | undefined> {
    while (next >= pending.length) {
      const read = await batches.next();
      if (read.done === true) return undefined;
      pending = read.value.events;
      next = 0;
    }
    return pending[next];
  }

  return {
    async at(time) {
      for (let candle = await peek(); candle !== undefined; candle = await peek()) {
        if (candle.kind !== "candle") throw new Error(`${candle.kind} among candles`);
        price ??= candle.open;
        if (knownAt(candle) > time) break;
        price = candle.close;
        next++;
      }
      if (price === undefined) throw new Error("a history without candles was opened");
      return price;
    },
    async close() {
      await batches.return?.();
    },
  };
}
