import type { MarketEvent, PublishedBracket } from "#core/events.ts";
import type { FeedSampling, Instrument, InstrumentId } from "#core/instrument.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { Ms } from "#core/units.ts";

/** What an exchange is, declared. Nothing outside its folder branches on its id. */
export interface ExchangeDeclaration {
  readonly id: string;
  readonly label: string;
  /** Colour of its series, `#rrggbb`. */
  readonly colour: string;
  /** Environment names and defaults of its hosts. */
  readonly hosts: readonly HostDeclaration[];
  readonly liquidations: {
    readonly sampling: FeedSampling;
    /** What the feed's side field names. */
    readonly side: "position" | "order";
  };
  /** `everywhere`: its order books tell of changes at any price, however deep the first picture went. Absent: they are a window of the best prices, whole as far as it goes. */
  readonly bookUpdates?: "everywhere";
  /** It tells open interest only when that has changed: none for a while says nothing. Absent: every few seconds, and a silence is a hole. */
  readonly openInterest?: "on-change";
  /**
   * History that REST can give, per kind: how far back, undefined = as far as it is listed; and, of samples that reach further back than a map, how
   * finely those before it are asked for, undefined = not at all.
   */
  readonly history: Partial<Record<BackfillKind, { readonly depthMs?: Ms; readonly beforeMapMs?: Ms }>>;
  /** Kinds of contract that {@link Exchange.instruments} can find. */
  readonly contracts: readonly ContractClass[];
  /** How a coin's main linear perpetual is called, e.g. BTC -> BTCUSDT. */
  symbolOfCoin(coin: string): string;
}

/** Kinds of contract that are followed. Options are none of them: nobody is liquidated on a bought option, and a sold one by another rule. */
export type ContractClass = "linear-perpetual" | "inverse-perpetual" | "linear-dated" | "inverse-dated";
export const CONTRACT_CLASSES: readonly ContractClass[] = ["linear-perpetual", "inverse-perpetual", "linear-dated", "inverse-dated"];

export interface InstrumentWish {
  /** Any case. */
  readonly coins: readonly string[];
  readonly contracts: readonly ContractClass[];
}

export interface HostDeclaration {
  readonly env: string;
  readonly url: string;
  readonly use: "rest" | "ws";
}

export type BackfillKind = "candles" | "mark-candles" | "open-interest" | "funding" | "ratio" | "liquidations";

export interface BackfillRequest {
  readonly instrument: Instrument;
  readonly kind: BackfillKind;
  readonly from: Ms;
  readonly to: Ms;
  /** Of candles, open interest and ratios. */
  readonly intervalMs: Ms;
}

/** Base URLs after configuration: env name -> URL. */
export type Hosts = Readonly<Record<string, string>>;

/** Counters and ages of one stream of one exchange; everything that was lost is counted here. */
export interface StreamHealth {
  /** e.g. `trades`, `mark`, `liquidations`, `book`, `candles`, `open-interest`. */
  readonly stream: string;
  readonly instrument: InstrumentId | undefined;
  readonly state: "connecting" | "live" | "stale" | "closed";
  readonly lastMessageAt: Ms | undefined;
  readonly messages: number;
  /** Frames that could not be understood. */
  readonly dropped: number;
  /** Jumps in trade ids or book sequence. */
  readonly gaps: number;
  readonly reconnects: number;
  /** Messages that a bounded queue let go, because they came faster than they could be used. */
  readonly shed: number;
  /** Messages a second over the last minute. */
  readonly perSecond: number;
  /** How far the exchange's clock, as its messages carry it, is behind ours (median; the way here included); undefined before any. */
  readonly lagMs: number | undefined;
  /** The exchange's clock minus ours, by its own word and half of the way taken off; only of the stream `clock`, after its first answer. */
  readonly skewMs?: number | undefined;
  /** Last failure in words; it may be over. */
  readonly problem: string | undefined;
  /** When that was. */
  readonly problemAt?: Ms | undefined;
}

/**
 * What a frame goes through: `receive`, from the exchange's stamp to its arrival here (as the two clocks have it), `wait`, until it is read,
 * `normalise`, until its events stand, `take-in`, until whoever listens has them.
 */
export const FEED_STAGES = ["receive", "wait", "normalise", "take-in"] as const;
export type FeedStage = (typeof FEED_STAGES)[number];

export interface FeedOptions {
  readonly instruments: readonly Instrument[];
  /** Called with normalised events, in arrival order. Must not throw. */
  onEvents(events: readonly MarketEvent[]): void;
  /** Every text frame as it came, before it is read. Must not throw. */
  onFrame?(frame: RawFrame): void;
  /** How long a frame took, stage by stage. Must not throw. */
  onStage?(stage: FeedStage, durationMs: number): void;
  /** Aborting ends the feed. */
  readonly signal: AbortSignal;
}

/** What came over a line, unread. */
export interface RawFrame {
  /** Path and query of the line's address. */
  readonly line: string;
  readonly receivedAt: Ms;
  readonly text: string;
}

/** A running feed; `stop` resolves when every socket is closed. */
export interface Feed {
  health(): readonly StreamHealth[];
  stop(): Promise<void>;
}

/** The margin brackets of one instrument, lowest first, and when the exchange says it last changed them. */
export interface PublishedBrackets {
  readonly instrument: InstrumentId;
  readonly changedAt: Ms;
  readonly brackets: readonly PublishedBracket[];
}

/** One open position, as an exchange that publishes them tells it. */
export interface AccountPosition {
  readonly instrument: InstrumentId;
  readonly account: string;
  readonly side: PositionSide;
  /** In the unit that the instrument conserves, above 0. */
  readonly size: number;
  /** Mark price at which the exchange says that it is liquidated; undefined: price alone does not. */
  readonly liquidationPrice: number | undefined;
  /** Effective: notional over the equity that stands behind it at the mark then, as its liquidation price tells; without one, as the account's figures do. */
  readonly leverage: number;
  /** The same at its entry price: what a rung of the ladder is. As `leverage` where it would be liquidated in profit, or not at all. */
  readonly entryLeverage: number;
  /** The exchange's own time of the answer. */
  readonly asOf: Ms;
}

export interface AccountWatchOptions {
  readonly instruments: readonly Instrument[];
  /** Called with what only accounts tell: liquidations, where there is no public feed of them. Must not throw. */
  onEvents(events: readonly MarketEvent[]): void;
  /** Aborting ends the watch. */
  readonly signal: AbortSignal;
}

/** Looks at the accounts that trade, again and again, as far as the exchange's rate limits go: the largest and the nearest to liquidation most often. */
export interface AccountWatch {
  /** Takes the feed's own events: trades tell who there is, marks who is near. */
  hear(events: readonly MarketEvent[]): void;
  /** Accounts that were known before, most important first: they are looked at soon. */
  remember(accounts: readonly string[]): void;
  /** Open positions of an instrument, each as of when its account was last looked at. */
  positions(instrument: InstrumentId): readonly AccountPosition[];
  /** Accounts worth knowing at the next start, most important first. */
  accounts(): readonly string[];
  health(): StreamHealth;
  /** Resolves when nothing is asked any more. */
  stop(): Promise<void>;
}

/** One exchange, ready to be talked to. Every exchange's folder exports a function that makes one from its hosts. */
export interface Exchange {
  readonly declaration: ExchangeDeclaration;
  /** Cheap call that proves the exchange answers. Rejects with `unavailable` and the reason in words. */
  probe(signal: AbortSignal): Promise<void>;
  /**
   * Every instrument of the wanted coins and kinds of contract that trades now: coin by coin in the order asked for, linear perpetual first,
   * dated futures by expiry. Per coin and margin currency class one perpetual: the exchange's main one. Coins of which there is none of the
   * wanted kinds are `not-found`, all of them by name.
   */
  instruments(wish: InstrumentWish, signal: AbortSignal): Promise<readonly Instrument[]>;
  /** Batches of events, oldest first, within the exchange's rate limits. An empty history ends at once. */
  backfill(request: BackfillRequest, signal: AbortSignal): AsyncIterable<readonly MarketEvent[]>;
  feed(options: FeedOptions): Feed;
  /** Starts to look at accounts. Absent where positions are private. */
  watchAccounts?(options: AccountWatchOptions): AccountWatch;
  /**
   * Margin brackets in force now, of those of the instruments that have readable ones. Absent where none are public.
   * Rejects with `unavailable` and the reason in words.
   */
  brackets?(instruments: readonly Instrument[], signal: AbortSignal): Promise<readonly PublishedBrackets[]>;
}
