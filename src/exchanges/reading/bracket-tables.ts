import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";

/**
 * The tables of instruments that are asked for one by one, in their order. One that the exchange does not know any more (a future that was delivered), or
 * answers in no known shape, keeps the others from nothing. Rejects when the exchange does not answer, and when there is no table but a refusal.
 */
export async function readTables(
  instruments: readonly Instrument[],
  read: (instrument: Instrument) => Promise<PublishedBrackets | undefined>,
): Promise<readonly PublishedBrackets[]> {
  const tables: PublishedBrackets[] = [];
  let refusal: AppError | undefined;
  for (const instrument of instruments) {
    try {
      const table = await read(instrument);
      if (table !== undefined) tables.push(table);
    } catch (error) {
      if (!(error instanceof AppError) || !isOfItsOwn(error)) throw error;
      refusal = error;
    }
  }
  if (tables.length === 0 && refusal !== undefined) throw refusal;
  return tables;
}

/** About this question, not about the exchange. An answer of no known shape has what is odd about it as its cause. */
const isOfItsOwn = ({ code, cause }: AppError): boolean => code !== "unavailable" || cause !== undefined;
