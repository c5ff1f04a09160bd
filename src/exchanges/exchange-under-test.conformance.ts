import type { MarketEventKind } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { type Timing, systemClock } from "./connection/clock.ts";
import type { LoopbackServer } from "./connection/loopback-server.conformance.ts";
import type { ContractClass, Exchange, ExchangeDeclaration, Hosts } from "./exchange.ts";
import type { FeedPlan } from "./feeding/feed-plan.ts";
import type { Datum, Normalise } from "./feeding/frame.ts";
import type { Scene } from "./scene.conformance.ts";
import { patiently } from "./patience.conformance.ts";

/** An exchange on loopback, as far as the suite needs it. */
export interface ExchangePeer {
  readonly server: LoopbackServer;
  readonly hosts: Hosts;
  /**
   * Sends one new frame of every kind of data to every line that asked for it, and brings about one trade and one forced order. What was traded
   * so far is in the answers over REST.
   */
  speak(symbol: string): void;
  /** Topics that open lines have asked for by message so far; absent where the address says it. */
  readonly topics?: () => number;
  /** From now on the brackets of {@link SCENE} are those of every kind of bitcoin's contracts, in the exchange's own unit. */
  tellBrackets(): void;
  /** Answers every request with a status until told otherwise (undefined). */
  refuseRequests(status: number | undefined, headers?: Readonly<Record<string, string>>): void;
}

export interface ExchangeUnderTest {
  readonly declaration: ExchangeDeclaration;
  readonly create: (hosts: Hosts, timing: Timing) => Exchange;
  /** The plan that its feed of one instrument runs by; the suite runs it with lines that grow old sooner. */
  readonly plan: (hosts: Hosts, timing: Timing) => FeedPlan;
  /** A peer whose clock stands at `now` and whose history begins at `listedAt`. */
  startPeer(history: { now: number; listedAt: number }): Promise<ExchangePeer>;
  /** Lines that one feed of one instrument opens, and topics that it asks for by message. */
  readonly lines: number;
  readonly topics?: number;
  /** Kinds of event that {@link ExchangePeer.speak} brings about. */
  readonly spokenKinds: readonly MarketEventKind[];
  /**
   * What the exchange has no way to mend or to tell: trades that were missed are gone, a book of whole snapshots has no gaps, forced orders are not public,
   * brackets re-rate a whole position, so that no amount is taken off.
   */
  readonly without?: readonly ("trade-repair" | "book-sequence" | "liquidations" | "maintenance-amounts")[];
  /** What {@link SCENE} says happened, of one instrument of each kind of contract that the exchange has. */
  readonly scenes: Readonly<Partial<Record<ContractClass, Scene>>>;
  /** What REST answers of a symbol that it does not know, where one is asked for by itself. */
  readonly unknownSymbol?: object;
  /** Sample frames of every variant of data; what the fuzz starts from. */
  readonly frames: readonly object[];
  readonly normalise: Normalise;
  /** What the sample and recorded frames are about, as far as reading them needs to know it. */
  readonly instruments: readonly Instrument[];
  /** Frames that somebody recorded from the real exchange. */
  readonly recorded?: readonly Recording[];
}

export interface Recording {
  /** e.g. `cryptofeed, 2021`. */
  readonly name: string;
  /** The texts, oldest first. Called only where the recorded data are. */
  readonly texts: () => readonly string[];
  /** Kinds that come out, and how many. */
  readonly data: Partial<Record<Datum["kind"], number>>;
  /** Why the rest is dropped or refused, and how often each. */
  readonly reasons?: Readonly<Record<string, number>>;
}

export const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
export const REAL: Timing = { clock: systemClock, random: () => 0 };

export async function bitcoin(exchange: Exchange, contract: ContractClass = "linear-perpetual"): Promise<Instrument> {
  const [instrument] = await exchange.instruments({ coins: ["BTC"], contracts: [contract] }, patiently());
  return instrument;
}

/** Every line is open, and has been asked for everything; of a linear perpetual, unless said. */
export function isReady({ server, topics }: ExchangePeer, subject: ExchangeUnderTest, contract: ContractClass = "linear-perpetual"): boolean {
  const expected = subject.scenes[contract]?.topics ?? subject.topics;
  return server.lines().length === subject.lines && (topics === undefined || topics() === expected);
}
