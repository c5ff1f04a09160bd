import type { MarketEventKind } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { type Timing, systemClock } from "./connection/clock.ts";
import type { LoopbackServer } from "./connection/loopback-server.conformance.ts";
import type { Exchange, ExchangeDeclaration, Hosts } from "./exchange.ts";
import type { Normalise } from "./feeding/frame.ts";

/** An exchange on loopback, as far as the suite needs it. */
export interface ExchangePeer {
  readonly server: LoopbackServer;
  readonly hosts: Hosts;
  /** Sends one new frame of every kind of data. */
  speak(symbol: string): void;
  /** Answers every request with a status until told otherwise (undefined). */
  refuseRequests(status: number | undefined, headers?: Readonly<Record<string, string>>): void;
}

export interface ExchangeUnderTest {
  readonly declaration: ExchangeDeclaration;
  readonly create: (hosts: Hosts, timing: Timing) => Exchange;
  /** A peer whose clock stands at `now` and whose history begins at `listedAt`. */
  startPeer(history: { now: number; listedAt: number }): Promise<ExchangePeer>;
  /** Lines that one feed of one instrument opens. */
  readonly lines: number;
  /** Kinds of event that {@link ExchangePeer.speak} brings about. */
  readonly spokenKinds: readonly MarketEventKind[];
  /** Sample frames of every variant; what the fuzz starts from. */
  readonly frames: readonly object[];
  readonly normalise: Normalise;
  /** What the sample frames are about, as far as reading them needs to know it. */
  readonly instruments: readonly Instrument[];
}

export const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
export const REAL: Timing = { clock: systemClock, random: () => 0 };

export async function bitcoin(exchange: Exchange): Promise<Instrument> {
  const [instrument] = await exchange.instruments({ coins: ["BTC"], contracts: ["linear-perpetual"] }, AbortSignal.timeout(5_000));
  return instrument;
}
