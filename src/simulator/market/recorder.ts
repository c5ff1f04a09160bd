import { LONG } from "#core/position-side.ts";
import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import type { AccountRegister } from "./account-position.ts";
import { createAccountRegister } from "./account-register.ts";
import { notionalOf } from "./contract-value.ts";
import type { FundingSettlement } from "./funding.ts";
import { type MarketOptions, createMarket, tick } from "./market.ts";
import { type MarketState, openInterestLots } from "./market-state.ts";
import { type MinuteColumns, beginMinute, createMinuteColumns, minuteOf, placeOf } from "./minute-columns.ts";
import { type Playhead, type Track, type TrackListener, createTrack, playTo } from "./playhead.ts";
import { type ForcedOrder, TAKER_BUY } from "./tape.ts";
import { type TradeRing, appendTrade, createTradeRing } from "./trade-ring.ts";

/** What the public can know of one market up to an instant, and the market behind it. */
export interface Recorder {
  readonly market: MarketState;
  readonly minutes: MinuteColumns;
  readonly trades: TradeRing;
  readonly funding: readonly FundingSettlement[];
  /** Lots of open interest, and index price, after the last finished tick. */
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
const FEWEST_TRADES_KEPT = 1 << 15;
const FUNDING_KEPT_DAYS = 400;
/** Accounts are counted at the beginning of every fifth minute. */
const ACCOUNTS_COUNTED_MINUTES = 5;

/** Records a market that ticks by itself. Of the candles, `keepDays` are kept. */
export function createRecorder({ keepDays, ...options }: MarketOptions & { readonly keepDays: number }): Recorder {
  const { seed, start } = options;
  const market = createMarket(options);
  const [recorder] = recordTogether([market], { tick: () => tick(market), seed, start, keepDays });
  return recorder;
}

export interface Recording {
  /** Computes the next tick of all markets. */
  readonly tick: () => void;
  readonly seed: string;
  readonly start: number;
  readonly keepDays: number;
}

/** One recorder per market, of markets that tick together: whichever is advanced, all are. */
export function recordTogether(markets: readonly MarketState[], recording: Recording): Recorder[] {
  const clock = { now: recording.start };
  const tracks: Track[] = [];
  const playhead: Playhead = { tracks, tick: recording.tick, tickIsOpen: false };
  const advanceTo = (time: number) => {
    playTo(playhead, time);
    clock.now = Math.max(clock.now, time);
  };
  return markets.map((market) => {
    const { recorder, listener } = recordMarket(market, { ...recording, clock, advanceTo });
    tracks.push(createTrack(market, listener));
    return recorder;
  });
}

interface Shared extends Recording {
  readonly clock: { readonly now: number };
  readonly advanceTo: (time: number) => void;
}

function recordMarket(market: MarketState, { clock, advanceTo, seed, start, keepDays }: Shared): { recorder: Recorder; listener: TrackListener } {
  const minutes = createMinuteColumns(Math.ceil((keepDays * DAY_MS) / MINUTE_MS), minuteOf(start));
  const trades = createTradeRing(tradesKept(market), market.profile);
  const funding: FundingSettlement[] = [];
  const accounts = market.profile.accounts === "public" ? createAccountRegister(market, seed) : undefined;
  let forced: ForcedOrder[] = [];
  /** Known at the end of the last whole tick. */
  let settled = recordTickEnd({ market, minutes, funding });
  let { last } = market;
  const listener: TrackListener = {
    onPrint: (at) => (last = recordPrint(minutes, trades, market, at)),
    onForced(order) {
      recordForced(minutes, market, order);
      forced.push(order);
    },
    onTickEnd: () => (settled = recordTickEnd({ market, minutes, funding })),
  };

  const recorder: Recorder = {
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
      return clock.now;
    },
    accounts,
    mark: () => market.mark + (settled.mark - market.mark) * Math.max(0, (market.time - clock.now) / market.tickMs),
    advanceTo,
    takeForced() {
      const taken = forced;
      forced = [];
      return taken;
    },
  };
  return { recorder, listener };
}

/** A power of two: about a day of them. */
const tradesKept = ({ profile }: MarketState): number => Math.max(FEWEST_TRADES_KEPT, 2 ** Math.ceil(Math.log2(TRADES_KEPT * profile.liveliness)));

interface Settled {
  readonly mark: number;
  readonly index: number;
  readonly openInterestLots: number;
}

/** A tick has ended: its mark opens or extends the minute that now runs; open interest belongs to the minute in which the tick was, too. */
function recordTickEnd({ market, minutes, funding }: { market: MarketState; minutes: MinuteColumns; funding: FundingSettlement[] }): Settled {
  const { mark, index, time } = market;
  const standingLots = openInterestLots(market);
  if (market.funding.settled !== undefined && funding.push(market.funding.settled) > fundingKept(market)) funding.shift();
  const minute = minuteOf(time);
  const { column } = minutes;
  const place = placeOf(minutes, minute);
  if (minute >= minutes.endMinute) {
    beginMinute(minutes, minute, market.last);
    if (minute % ACCOUNTS_COUNTED_MINUTES === 0) column.longAccountShare[place] = longAccountShare(market);
  }
  if (column.markOpen[place] === 0) column.markOpen[place] = column.markHigh[place] = column.markLow[place] = mark;
  column.markHigh[place] = Math.max(column.markHigh[place], mark);
  column.markLow[place] = Math.min(column.markLow[place], mark);
  column.markClose[place] = mark;
  column.indexClose[place] = index;
  column.openInterestLots[placeOf(minutes, minuteOf(time - 1))] = standingLots;
  column.openInterestLots[place] = standingLots;
  return { mark, index, openInterestLots: standingLots };
}

/** Part of the traders with a position who are long. */
function longAccountShare({ positions }: MarketState): number {
  let open = 0;
  let long = 0;
  for (let slot = 0; slot < positions.used; slot++) {
    open += positions.open[slot];
    if (positions.side[slot] === LONG) long += positions.open[slot];
  }
  return open === 0 ? 0.5 : long / open;
}

const fundingKept = ({ funding }: MarketState): number => (FUNDING_KEPT_DAYS * DAY_MS) / (funding.intervalMs ?? DAY_MS);

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
  const quoteUsd = notionalOf(profile, lots, price);
  column.volumeLots[place] += lots;
  column.quoteUsd[place] += quoteUsd;
  if (taker === TAKER_BUY) {
    column.takerBuyLots[place] += lots;
    column.takerBuyQuoteUsd[place] += quoteUsd;
  }
  return price;
}

function recordForced({ column, capacity }: MinuteColumns, { profile }: MarketState, { time, side, lots, liquidationPrice }: ForcedOrder): void {
  const usd = notionalOf(profile, lots, liquidationPrice);
  (side === LONG ? column.forcedLongUsd : column.forcedShortUsd)[minuteOf(time) % capacity] += usd;
}
