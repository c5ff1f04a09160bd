import { LONG } from "#core/position-side.ts";
import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import type { AccountRegister } from "./account-position.ts";
import { type MarketOptions, createMarket } from "./market.ts";
import { type FundingSettlement, type MarketState, openInterestLots } from "./market-state.ts";
import { type MinuteColumns, beginMinute, createMinuteColumns, minuteOf, placeOf } from "./minute-columns.ts";
import { type PlayheadListener, createPlayhead, playTo } from "./playhead.ts";
import { type ForcedOrder, TAKER_BUY } from "./tape.ts";
import { type TradeRing, appendTrade, createTradeRing } from "./trade-ring.ts";

/** What the public can know of one market up to an instant, and the market behind it. */
export interface Recorder {
  readonly market: MarketState;
  readonly minutes: MinuteColumns;
  readonly trades: TradeRing;
  readonly funding: readonly FundingSettlement[];
  /** Lots of open interest, and fair price, after the last finished tick. */
  readonly openInterestLots: number;
  readonly index: number;
  /** Price of the last print. */
  readonly last: number;
  /** The instant up to which everything is recorded. */
  readonly now: number;
  /** Mark price at `now`, on the line between the ticks around it. */
  mark(): number;
  /**
   * Runs the market on, and records every print stamped before `time`. History and live running are the same call.
   * The market itself is at the end of the tick that holds `time`: at `time` where that is a multiple of a tick.
   */
  advanceTo(time: number): void;
  /** Who holds what; undefined where the exchange keeps that to itself. */
  readonly accounts: AccountRegister | undefined;
  /** Forced orders since the last call, oldest first. */
  takeForced(): ForcedOrder[];
}

const TRADES_KEPT = 1 << 18;
const FUNDING_KEPT = 3 * 400;

/** Of the candles, `keepDays` are kept. */
export function createRecorder({ keepDays, ...options }: MarketOptions & { readonly keepDays: number }): Recorder {
  const { start } = options;
  const market = createMarket(options);
  const playhead = createPlayhead(market);
  const minutes = createMinuteColumns(Math.ceil((keepDays * DAY_MS) / MINUTE_MS), minuteOf(start));
  const trades = createTradeRing(TRADES_KEPT, market.profile.tickSize);
  const funding: FundingSettlement[] = [];
  let forced: ForcedOrder[] = [];
  /** Known at the end of the last whole tick. */
  let settled = recordTickEnd({ market, minutes, funding });
  let { last } = market;
  let now = start;
  const listener: PlayheadListener = {
    onPrint: (at) => (last = recordPrint(minutes, trades, market, at)),
    onForced(order) {
      recordForced(minutes, market, order);
      forced.push(order);
    },
    onTickEnd: () => (settled = recordTickEnd({ market, minutes, funding })),
  };

  return {
    market,
    minutes,
    trades,
    funding,
    get openInterestLots() {
      return settled.openInterestLots;
    },
    get index() {
      return settled.index;
    },
    get last() {
      return last;
    },
    get now() {
      return now;
    },
    accounts: undefined,
    mark: () => market.mark + (settled.mark - market.mark) * Math.max(0, (market.time - now) / market.tickMs),
    advanceTo(time) {
      playTo(playhead, time, listener);
      now = Math.max(now, time);
    },
    takeForced() {
      const taken = forced;
      forced = [];
      return taken;
    },
  };
}

interface Settled {
  readonly mark: number;
  readonly index: number;
  readonly openInterestLots: number;
}

/** A tick has ended: its mark opens or extends the minute that now runs; open interest belongs to the minute in which the tick was, too. */
function recordTickEnd({ market, minutes, funding }: { market: MarketState; minutes: MinuteColumns; funding: FundingSettlement[] }): Settled {
  const { mark, index, time } = market;
  const standingLots = openInterestLots(market);
  if (market.funding.settled !== undefined && funding.push(market.funding.settled) > FUNDING_KEPT) funding.shift();
  const minute = minuteOf(time);
  if (minute >= minutes.endMinute) beginMinute(minutes, minute, market.last);
  const { column } = minutes;
  const place = placeOf(minutes, minute);
  if (column.markOpen[place] === 0) column.markOpen[place] = column.markHigh[place] = column.markLow[place] = mark;
  column.markHigh[place] = Math.max(column.markHigh[place], mark);
  column.markLow[place] = Math.min(column.markLow[place], mark);
  column.markClose[place] = mark;
  column.indexClose[place] = index;
  column.openInterestLots[placeOf(minutes, minuteOf(time - 1))] = standingLots;
  column.openInterestLots[place] = standingLots;
  return { mark, index, openInterestLots: standingLots };
}

function recordPrint(minutes: MinuteColumns, trades: TradeRing, { tape, profile }: MarketState, at: number): number {
  const price = tape.prices[at];
  const lots = tape.lots[at];
  const taker = tape.takers[at];
  const time = tape.times[at];
  appendTrade(trades, tape, at);
  const { column } = minutes;
  const place = placeOf(minutes, minuteOf(time));
  if (column.trades[place]++ === 0) column.open[place] = column.high[place] = column.low[place] = price;
  column.high[place] = Math.max(column.high[place], price);
  column.low[place] = Math.min(column.low[place], price);
  column.close[place] = price;
  const quoteUsd = price * lots * profile.lotSize;
  column.volumeLots[place] += lots;
  column.quoteUsd[place] += quoteUsd;
  if (taker === TAKER_BUY) {
    column.takerBuyLots[place] += lots;
    column.takerBuyQuoteUsd[place] += quoteUsd;
  }
  return price;
}

function recordForced({ column, capacity }: MinuteColumns, { profile }: MarketState, { time, side, lots, liquidationPrice }: ForcedOrder): void {
  const usd = lots * profile.lotSize * liquidationPrice;
  (side === LONG ? column.forcedLongUsd : column.forcedShortUsd)[minuteOf(time) % capacity] += usd;
}
