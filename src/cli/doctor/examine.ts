import { type Clock, systemTiming } from "#exchanges/connection/clock.ts";
import type { Exchange } from "#exchanges/exchange.ts";
import { checkClock } from "./check-clock.ts";
import { type ExchangeReport, checkExchange } from "./check-exchange.ts";
import { type MachineOptions, checkMachine } from "./check-machine.ts";
import type { Finding } from "./finding.ts";

/** What `doctor --json` prints. */
export interface Examination {
  readonly version: string;
  readonly machine: readonly Finding[];
  readonly exchanges: readonly ExchangeReport[];
  /** Ids of the exchanges from which data come, all or most of them. */
  readonly usable: readonly string[];
}

export interface ExaminationOptions extends MachineOptions {
  readonly version: string;
  readonly exchanges: readonly Exchange[];
  readonly coin: string;
  readonly listenMs: number;
  readonly clock?: Clock;
}

/** Checks the machine and all exchanges at once. Never rejects. */
export async function examine(options: ExaminationOptions): Promise<Examination> {
  const { version, coin, listenMs, clock = systemTiming.clock } = options;
  const [machine, exchanges] = await Promise.all([
    checkMachine(options),
    Promise.all(options.exchanges.map((exchange) => checkExchange(exchange, { coin, listenMs, clock }))),
  ]);
  const usable = exchanges.filter(({ verdict }) => verdict === "usable" || verdict === "partly").map(({ exchange }) => exchange);
  return { version, machine: [...machine, checkClock(exchanges)], exchanges, usable };
}
