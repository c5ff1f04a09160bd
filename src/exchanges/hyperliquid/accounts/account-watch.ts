import { setMaxListeners } from "node:events";
import { z } from "zod";
import type { MarketEvent } from "#core/events.ts";
import { instrumentId, type InstrumentId } from "#core/instrument.ts";
import { MINUTE_MS, SECOND_MS } from "#core/units.ts";
import { messageOf } from "#exchanges/connection/refusal.ts";
import { createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import type { AccountWatch, AccountWatchOptions } from "#exchanges/exchange.ts";
import type { HyperliquidContext } from "#exchanges/hyperliquid/context.ts";
import { createAccountRegister } from "./account-register.ts";
import { mayHaveBeenForced } from "./forced-fills.ts";
import { createForcedReader } from "./forced-reader.ts";
import { createMarkTrail } from "./mark-trail.ts";
import { positionsOfState } from "./positions-of-state.ts";

/** Some 20 MB. */
const MOST_ACCOUNTS = 40_000;
const MOST_REMEMBERED = 5_000;
/** Looks per turn of a second: 960 of the 1,200 weight a minute; whatever else is asked comes between and takes its own. */
const LOOKS_PER_TURN = 8;
const TURN_MS = SECOND_MS;
const AFTER_FAILURE_MS = 5 * SECOND_MS;
/** Without a look that succeeds for so long it is the exchange, not this account or that. */
const DOWN_AFTER_MS = MINUTE_MS;

/** Looks at accounts until aborted. */
export function watchAccounts({ info, timing }: HyperliquidContext, options: AccountWatchOptions): AccountWatch {
  const { clock } = timing;
  const watched = new Set<InstrumentId>(options.instruments.map(instrumentId));
  const trail = createMarkTrail();
  const register = createAccountRegister({ most: MOST_ACCOUNTS, markOf: (instrument) => trail.last(instrument) });
  const monitor = createStreamMonitor({ stream: "accounts", instrument: undefined, staleAfterMs: undefined }, clock);
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const end = (): void => ending.abort(options.signal.reason);
  options.signal.addEventListener("abort", end, { once: true });
  if (options.signal.aborted) end();
  const forced = createForcedReader({ info, watched, monitor, clock, signal: ending.signal, onEvents: (events) => options.onEvents(events) });
  let seenAt = clock.now();
  const done = lookUntilStopped();

  return {
    hear: (events) => events.forEach(hear),
    remember: (addresses) => addresses.forEach((address) => register.remember(address, 0)),
    positions: (instrument) => register.positions(instrument),
    accounts: () => register.holders(MOST_REMEMBERED),
    health: () => monitor.health(),
    async stop() {
      ending.abort();
      await done;
      options.signal.removeEventListener("abort", end);
      monitor.closed();
    },
  };

  function hear(event: MarketEvent): void {
    if (event.kind === "mark") return trail.note(event);
    if (event.kind !== "trade" || event.accounts === undefined || !watched.has(event.instrument)) return;
    const usd = event.price * event.size;
    register.traded(event.accounts.buyer, usd, clock.now());
    register.traded(event.accounts.seller, usd, clock.now());
  }

  async function lookUntilStopped(): Promise<void> {
    while (!ending.signal.aborted) {
      const [looks] = await Promise.all([Promise.all(register.due(LOOKS_PER_TURN, clock.now()).map(look)), forced.retry()]);
      const isAnswered = looks.some(({ failure }) => failure === undefined);
      for (const { address, failure } of looks) if (failure !== undefined) fail(address, failure, isAnswered);
      await clock.sleep(looks.length > 0 && !isAnswered ? AFTER_FAILURE_MS : TURN_MS, ending.signal).catch(() => undefined);
    }
  }

  /** Never rejects. */
  async function look(address: string): Promise<{ readonly address: string; readonly failure?: unknown }> {
    try {
      const state = await info.account(address, ending.signal);
      const positions = positionsOfState(address, state, watched);
      const before = register.saw(address, positions, clock.now());
      seenAt = clock.now();
      monitor.opened();
      monitor.received(state.time);
      if (mayHaveBeenForced(before, positions, trail))
        await forced.read(address, { startTime: Math.min(...before.map(({ asOf }) => asOf)) + 1, endTime: state.time });
      return { address };
    } catch (failure) {
      return { address, failure };
    }
  }

  /** A look that fails leaves what was known of the account, and counts as a look. One answer that cannot be read among others that can is no fault of the line. */
  function fail(address: string, failure: unknown, isAnswered: boolean): void {
    const isUnreadable = failure instanceof Error && failure.cause instanceof z.ZodError;
    register.passed(address, clock.now(), isUnreadable ? "unreadable" : undefined);
    if (ending.signal.aborted) return;
    if (isUnreadable) monitor.dropped(messageOf(failure));
    else if (isAnswered) monitor.failed(messageOf(failure));
    if (!isAnswered && (!isUnreadable || clock.now() - seenAt > DOWN_AFTER_MS)) monitor.down(messageOf(failure));
  }
}
