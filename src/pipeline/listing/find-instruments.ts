import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import type { Exchange, InstrumentWish } from "#exchanges/exchange.ts";

/** What an exchange has of a wish, and the coins of which it has nothing. */
export interface FoundInstruments {
  readonly instruments: readonly Instrument[];
  readonly missing: readonly string[];
}

/**
 * Asks an exchange for what it has of the wanted coins. A refusal for one coin is a refusal of them all, so the wish is halved until the coins
 * that it lacks are alone. Rejects as {@link Exchange.instruments} does, except with `not-found`.
 */
export async function findInstruments(exchange: Pick<Exchange, "instruments">, wish: InstrumentWish, signal: AbortSignal): Promise<FoundInstruments> {
  const { coins, contracts } = wish;
  if (coins.length === 0) return { instruments: [], missing: [] };
  try {
    const instruments = await exchange.instruments(wish, signal);
    const found = new Set(instruments.map(({ coin }) => coin.toUpperCase()));
    return { instruments, missing: coins.filter((coin) => !found.has(coin.toUpperCase())) };
  } catch (error) {
    if (!(error instanceof AppError && error.code === "not-found")) throw error;
    if (coins.length === 1) return { instruments: [], missing: coins };
    const half = coins.length >> 1;
    const first = await findInstruments(exchange, { coins: coins.slice(0, half), contracts }, signal);
    const second = await findInstruments(exchange, { coins: coins.slice(half), contracts }, signal);
    return { instruments: [...first.instruments, ...second.instruments], missing: [...first.missing, ...second.missing] };
  }
}
