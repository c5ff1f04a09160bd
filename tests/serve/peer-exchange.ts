import { setMaxListeners } from "node:events";
import { AppError } from "#core/app-error.ts";
import type { CandleEvent, MarketEvent, PublishedBracket } from "#core/events.ts";
import { instrumentId, type Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { AccountPosition, AccountWatch, BackfillKind, BackfillRequest, Exchange, ExchangeDeclaration, StreamHealth } from "#exchanges/exchange.ts";
import type { Clock } from "#pipeline/clock.ts";

/** An exchange whose market is a formula: any minute of it can be asked for, and a test says what its feed sends and when it fails. */
export interface PeerExchange extends Exchange {
  /** Sends events to whoever listens. */
  emit(events: readonly MarketEvent[]): unknown;
  readonly requests: BackfillRequest[];
  /** While set, every request for history is refused with this sentence. */
  refusal: string | undefined;
  /** While set, it does not even list its instruments, for this reason. */
  silence: string | undefined;
  /** What a page of history waits for, if anything. `page` counts from 0. */
  hold: ((request: BackfillRequest, page: number) => Promise<void> | undefined) | undefined;
  /** True: what it sends gets lost on the way. */
  cut: boolean;
  /** The margin brackets that it publishes, of every instrument; undefined: it has no readable ones. */
  published: readonly PublishedBracket[] | undefined;
  /** The positions that its accounts are seen to hold, where they are public. */
  holdings: readonly AccountPosition[];
  /** Accounts that it was told are known from before. */
  readonly remembered: string[];
  /** Minutes (since 1970) whose traded bar it does not have. */
  readonly lost: Set<number>;
  /** Coins that it trades. */
  coins: readonly string[];
  /** Feeds that are open. */
  readonly feeds: number;
}

export interface PeerOptions {
  /** Default `binance`. */
  readonly id?: string;
  /** Default BTC, ETH, SOL. */
  readonly coins?: readonly string[];
  /** What its accounts hold; undefined: that is private. */
  readonly holdings?: readonly AccountPosition[] | undefined;
  /** Kinds of history that it keeps. Default: all that steps are made of. */
  readonly history?: ExchangeDeclaration["history"];
}

const STEP_HISTORY: ExchangeDeclaration["history"] = { candles: {}, "mark-candles": {}, "open-interest": {}, funding: {} };

type Listener = (events: readonly MarketEvent[]) => void;
const BATCH = 500;

export function createPeerExchange(
  clock: Clock,
  { id = "binance", coins: listed = ["BTC", "ETH", "SOL"], history = STEP_HISTORY, holdings }: PeerOptions = {},
): PeerExchange {
  const listeners = new Set<Listener>();
  const requests: BackfillRequest[] = [];
  const peer: PeerExchange = {
    refusal: undefined,
    silence: undefined,
    hold: undefined,
    cut: false,
    published: undefined,
    holdings: holdings ?? [],
    remembered: [],
    lost: new Set(),
    coins: listed,
    get feeds() {
      return listeners.size;
    },
    requests,
    declaration: {
      id,
      label: id[0].toUpperCase() + id.slice(1),
      colour: "#f0b90b",
      hosts: [],
      liquidations: { sampling: "complete", side: "position" },
      history,
      contracts: ["linear-perpetual"],
      symbolOfCoin: (coin) => `${coin}USDT`,
    },
    async probe() {},
    async instruments({ coins }) {
      if (peer.silence !== undefined) throw new AppError("unavailable", peer.silence);
      const missing = coins.filter((coin) => !peer.coins.includes(coin));
      if (missing.length > 0) throw new AppError("not-found", `no coin ${missing.join(", ")} here`);
      return coins.map((coin) => instrumentOf(coin, id));
    },
    async *backfill(request, signal) {
      requests.push(request);
      refuseIfAsked(peer);
      const events = historyOf(request, clock.now()).filter(
        (event) => event.kind !== "candle" || event.price !== "last" || !peer.lost.has(event.openTime / MINUTE_MS),
      );
      setMaxListeners(0, signal);
      for (let at = 0; at < events.length; at += BATCH) {
        await Promise.race([peer.hold?.(request, at / BATCH), endOf(signal)]);
        signal.throwIfAborted();
        yield events.slice(at, at + BATCH);
      }
    },
    feed({ instruments, ...options }) {
      const listener: Listener = (events) => options.onEvents(events);
      listeners.add(listener);
      const health: StreamHealth[] = instruments.map((instrument) => ({
        stream: "candles",
        instrument: instrumentId(instrument),
        state: "live",
        lastMessageAt: clock.now(),
        messages: 1,
        dropped: 0,
        gaps: 0,
        reconnects: 0,
        shed: 0,
        perSecond: 0,
        lagMs: undefined,
        problem: undefined,
      }));
      return {
        health: () => health,
        async stop() {
          listeners.delete(listener);
        },
      };
    },
    ...(holdings && { watchAccounts: () => watchOf(peer, clock) }),
    async brackets(instruments) {
      const brackets = peer.published;
      return brackets ? instruments.map((instrument) => ({ instrument: instrumentId(instrument), changedAt: asMs(clock.now() - MINUTE_MS), brackets })) : [];
    },
    emit: (events) => peer.cut || listeners.forEach((listener) => listener(events)),
  };
  return peer;
}

/** A watch that has seen everybody. */
function watchOf(peer: PeerExchange, clock: Clock): AccountWatch {
  return {
    hear: () => undefined,
    remember: (accounts) => void peer.remembered.push(...accounts),
    positions: (instrument) => peer.holdings.filter((position) => position.instrument === instrument),
    accounts: () => [...new Set(peer.holdings.map(({ account }) => account))],
    health: () => ({ ...QUIET, stream: "accounts", lastMessageAt: clock.now() }),
    async stop() {},
  };
}

const QUIET = {
  instrument: undefined,
  state: "live",
  messages: 1,
  dropped: 0,
  gaps: 0,
  reconnects: 0,
  shed: 0,
  perSecond: 0,
  lagMs: undefined,
  problem: undefined,
} as const;

export const instrumentOf = (coin: string, exchange = "binance"): Instrument => ({
  exchange,
  symbol: `${coin}USDT`,
  coin,
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
});

/** The bar of `minute` (minutes since 1970). */
export function barOf(instrument: Instrument, minute: number, price: "last" | "mark" = "last"): CandleEvent {
  const open = priceAtMinute(minute);
  const close = priceAtMinute(minute + 1);
  const spread = price === "last" ? 0.0004 : 0.0002;
  return {
    kind: "candle",
    instrument: instrumentId(instrument),
    price,
    openTime: asMs(minute * MINUTE_MS),
    intervalMs: MINUTE_MS,
    open,
    high: Math.max(open, close) * (1 + spread),
    low: Math.min(open, close) * (1 - spread),
    close,
    ...(price === "last" && { volume: 300 + 200 * Math.sin(minute / 11), takerBuyVolume: 150 }),
    closed: true,
  };
}

export const priceAtMinute = (minute: number): number =>
  60_000 * (1 + 0.02 * Math.sin(minute / 200) + 0.005 * Math.sin(minute / 17) + 0.001 * Math.sin(minute * 1.7));

function historyOf({ instrument, kind, from, to, intervalMs }: BackfillRequest, now: number): readonly MarketEvent[] {
  const id = instrumentId(instrument);
  const times = (step: number) => {
    const first = Math.ceil(from / step);
    return Array.from({ length: Math.max(0, Math.ceil(Math.min(to, now) / step) - first) }, (_, i) => (first + i) * step);
  };
  const made: Record<BackfillKind, () => readonly MarketEvent[]> = {
    candles: () => times(intervalMs).map((time) => barOf(instrument, time / MINUTE_MS)),
    "mark-candles": () => times(intervalMs).map((time) => barOf(instrument, time / MINUTE_MS, "mark")),
    "open-interest": () => times(intervalMs).map((time) => ({ kind: "open-interest", instrument: id, time: asMs(time), openInterest: openInterestAt(time) })),
    ratio: () => times(intervalMs).map((time) => ({ kind: "ratio", instrument: id, time: asMs(time), ratio: 1.2 })),
    liquidations: () => [],
    funding: () => times(8 * 60 * MINUTE_MS).map((time) => ({ kind: "funding", instrument: id, time: asMs(time), rate: 0.0001 })),
  };
  return made[kind]();
}

export const openInterestAt = (time: number): number => 80_000 + 2_000 * Math.sin(time / MINUTE_MS / 300);

const endOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));

function refuseIfAsked({ refusal }: PeerExchange): void {
  if (refusal !== undefined) throw new AppError("unavailable", refusal);
}
