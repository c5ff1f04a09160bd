import { type CandleEvent, type EventOf, type MarketEvent, isForTheRecord } from "#core/events.ts";
import { type ContractKind, notionalUsd } from "#core/instrument.ts";
import { LONG, SHORT, sideIndex } from "#core/position-side.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { PricePath, Print, StepInput } from "./step.ts";

/** Turns events, pushed in the order in which they became known, into steps of the estimate. */
export interface StepBuilder {
  /**
   * Takes one event. A closed candle of traded price of the step's length ends a step, which is returned; everything else waits for it.
   * Open interest, funding, brackets, leverage and prints stamped after that candle's end wait for a later step, as do sums whose interval ends later.
   * Forming candles, trades, marks, ratios and books are not step inputs and are ignored, and so are bars and samples that came late.
   */
  push(event: MarketEvent): StepInput | undefined;
  /** The step that would be built if `candle` closed now, without consuming anything: for provisional columns. */
  peek(candle: CandleEvent): StepInput;
}

/** `ordersHeard`: a feed of single liquidations has been heard before the first event that is pushed. */
export function createStepBuilder({ stepMs, contract, ordersHeard = false }: { stepMs: Ms; contract: ContractKind; ordersHeard?: boolean }): StepBuilder {
  let openInterests: EventOf<"open-interest">[] = [];
  let fundings: EventOf<"funding">[] = [];
  let prints: TimedPrint[] = [];
  let marks: CandleEvent[] = [];
  let tables: EventOf<"brackets">[] = [];
  let spreads: EventOf<"leverage">[] = [];
  let ordersSeen = ordersHeard;

  const build = (candle: CandleEvent): StepInput => {
    const start = candle.openTime;
    const end = start + stepMs;
    const known = openInterests.filter(({ time }) => time <= end);
    const openInterest = known.at(-1);
    const brackets = tables.findLast(({ time }) => time <= end);
    const leverage = spreads.findLast(({ time }) => time <= end);
    return {
      start,
      durationMs: stepMs,
      candle: { open: candle.open, high: candle.high, low: candle.low, close: candle.close, volume: candle.volume, takerBuyVolume: candle.takerBuyVolume },
      mark: pathOfMarks(
        marks.filter(({ openTime, intervalMs }) => openTime >= start && openTime + intervalMs <= end),
        { start, end },
      ),
      openInterest,
      funding: fundings.filter(({ time }) => time <= end).map(({ time, rate }) => ({ time, rate })),
      printed: sumPrints(prints.filter(({ time }) => time <= end)),
      prints: prints.flatMap(({ time, single }) => (time <= end && single ? [single] : [])),
      ...(brackets && { brackets: { time: brackets.time, changedAt: brackets.changedAt, brackets: brackets.brackets } }),
      ...(leverage && { leverage: { time: leverage.time, longShares: leverage.longShares, shortShares: leverage.shortShares } }),
    };
  };

  /** Orders come one by one: a step without any printed nothing. Sums tell of nothing until one ends. */
  const sumPrints = (known: readonly TimedPrint[]): StepInput["printed"] => {
    if (known.length === 0 && !ordersSeen) return undefined;
    const total = (usd: (print: TimedPrint) => number) => known.reduce((sum, print) => sum + usd(print), 0);
    return {
      longUsd: total(({ longUsd }) => longUsd),
      shortUsd: total(({ shortUsd }) => shortUsd),
      overMs: known.reduce<number>((longest, { overMs }) => Math.max(longest, overMs), stepMs),
    };
  };

  const forget = (end: number) => {
    openInterests = openInterests.filter(({ time }) => time > end);
    fundings = fundings.filter(({ time }) => time > end);
    prints = prints.filter(({ time }) => time > end);
    marks = marks.filter(({ openTime, intervalMs }) => openTime + intervalMs > end);
    tables = tables.filter(({ time }) => time > end);
    spreads = spreads.filter(({ time }) => time > end);
  };

  const close = (candle: CandleEvent): StepInput => {
    const step = build(candle);
    forget(step.start + stepMs);
    return step;
  };

  return {
    peek: build,
    push(event) {
      if (isForTheRecord(event)) return undefined;
      if (event.kind === "open-interest") openInterests.push(event);
      else if (event.kind === "funding") fundings.push(event);
      else if (event.kind === "brackets") tables.push(event);
      else if (event.kind === "leverage") spreads.push(event);
      else if (event.kind === "liquidation" || event.kind === "liquidation-sum") {
        if (event.kind === "liquidation") ordersSeen = true;
        prints.push(printOf(event, contract));
      } else if (event.kind === "candle") {
        if (event.price === "mark") marks.push(event);
        else if (event.closed && event.intervalMs === stepMs) return close(event);
      }
      return undefined;
    },
  };
}

/** A print, or a sum of prints, at the time when it is known. */
interface TimedPrint {
  readonly time: number;
  readonly longUsd: number;
  readonly shortUsd: number;
  /** 0: one order. */
  readonly overMs: number;
  /** Undefined: a sum. */
  readonly single?: Print;
}

function printOf(event: EventOf<"liquidation"> | EventOf<"liquidation-sum">, contract: ContractKind): TimedPrint {
  if (event.kind === "liquidation-sum")
    return { time: event.openTime + event.intervalMs, longUsd: event.longUsd, shortUsd: event.shortUsd, overMs: event.intervalMs };
  const usd = notionalUsd(contract, event.size, event.price);
  const side = sideIndex(event.positionSide);
  return {
    time: event.time,
    longUsd: side === LONG ? usd : 0,
    shortUsd: side === SHORT ? usd : 0,
    overMs: 0,
    single: { side, usd, price: event.price, size: event.size, orderPrice: event.orderPrice },
  };
}

/** Joins mark candles to the path of the step; only when they cover it without a hole. */
function pathOfMarks(marks: readonly CandleEvent[], { start, end }: { start: number; end: number }): PricePath | undefined {
  let at = start;
  for (const mark of marks) {
    if (mark.openTime !== at) return undefined;
    at = asMs(mark.openTime + mark.intervalMs);
  }
  if (marks.length === 0 || at !== end) return undefined;
  return {
    open: marks[0].open,
    high: Math.max(...marks.map(({ high }) => high)),
    low: Math.min(...marks.map(({ low }) => low)),
    close: marks[marks.length - 1].close,
  };
}
