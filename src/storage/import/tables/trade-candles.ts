import { asMs, MINUTE_MS } from "#core/units.ts";
import { filePeriod } from "#storage/import/file-period.ts";
import type { TableContext, TableFormat } from "./table-format.ts";

/**
 * Binance aggTrades summed to 1-minute candles with their taker split. A minute without a trade repeats the last price with volume 0,
 * as klines do; between files that do not follow each other it is a gap instead.
 */
export function tradeCandles(): TableFormat {
  const bar = createBar();
  let lastTime = Number.NEGATIVE_INFINITY;
  let periodEnd = Number.NaN;

  return {
    columns: ["agg_trade_id", "price", "quantity", "first_trade_id", "last_trade_id", "transact_time", "is_buyer_maker"],
    required: ["price", "quantity", "transact_time", "is_buyer_maker"],
    mayBeEmpty: true,
    open(columns, context, file) {
      const [timeColumn, priceColumn] = [columns.need("transact_time"), columns.need("price")];
      const [quantityColumn, makerColumn] = [columns.need("quantity"), columns.need("is_buyer_maker")];
      const period = filePeriod(file);
      if (period.from !== periodEnd) bar.close(context);
      periodEnd = period.to;
      return (row) => {
        const time = row.time(timeColumn);
        if (time < lastTime) throw row.fault(`time goes backwards, from ${lastTime} to ${time}`);
        lastTime = time;
        const price = row.positive(priceColumn);
        const quantity = row.nonNegative(quantityColumn);
        if (time >= bar.end) bar.roll(time - (time % MINUTE_MS), price, context);
        // A maker who bought means a taker who sold.
        bar.add(price, quantity, row.flag(makerColumn) ? 0 : quantity);
      };
    },
    finish: (context) => bar.close(context),
  };
}

interface Bar {
  /** End of the minute that is being summed; -Infinity when there is none. */
  readonly end: number;
  add(price: number, volume: number, takerBuyVolume: number): void;
  /** Emits the minute and the empty ones up to `openTime`, where the next one begins at `price`. */
  roll(openTime: number, price: number, context: TableContext): void;
  /** Emits the minute; what follows is not joined to it. */
  close(context: TableContext): void;
}

function createBar(): Bar {
  const sum = { end: Number.NEGATIVE_INFINITY, open: 0, high: 0, low: 0, close: 0, volume: 0, takerBuyVolume: 0 };

  function begin(end: number, price: number): void {
    Object.assign(sum, { end, open: price, high: price, low: price, close: price, volume: 0, takerBuyVolume: 0 });
  }

  function emitMinute({ instrument, emit }: TableContext): void {
    const { end, ...values } = sum;
    emit({ kind: "candle", instrument, price: "last", openTime: asMs(end - MINUTE_MS), intervalMs: MINUTE_MS, ...values, closed: true });
  }

  return {
    get end() {
      return sum.end;
    },
    add(price, volume, takerBuyVolume) {
      if (price > sum.high) sum.high = price;
      if (price < sum.low) sum.low = price;
      sum.close = price;
      sum.volume += volume;
      sum.takerBuyVolume += takerBuyVolume;
    },
    roll(openTime, price, context) {
      while (Number.isFinite(sum.end) && sum.end <= openTime) {
        emitMinute(context);
        begin(sum.end + MINUTE_MS, sum.close);
      }
      begin(openTime + MINUTE_MS, price);
    },
    close(context) {
      if (Number.isFinite(sum.end)) emitMinute(context);
      sum.end = Number.NEGATIVE_INFINITY;
    },
  };
}
