import type { Instrument } from "#core/instrument.ts";
import type { ContractClass, InstrumentWish } from "#exchanges/exchange.ts";
import { chooseInstruments } from "#exchanges/reading/choose-instruments.ts";
import type { OkxContext } from "./context.ts";
import { OKX } from "./declaration.ts";
import type { InstrumentType, OkxRest } from "./endpoints.ts";
import { readListing } from "./listing.ts";

/** What trades of the wished coins and contracts; only the types of instrument that are wished for are asked for. */
export async function findInstruments(
  { rest, sizes }: Pick<OkxContext, "rest" | "sizes">,
  wish: InstrumentWish,
  signal: AbortSignal,
): Promise<readonly Instrument[]> {
  const types = new Set(wish.contracts.map((contract) => TYPE_OF_CLASS[contract]));
  if (types.size === 0) return [];
  const listed = (await Promise.all([...types].map((type) => listingsOf(rest, type, signal)))).flat();
  sizes.note(listed);
  return chooseInstruments(OKX.label, wish, listed);
}

const TYPE_OF_CLASS: Readonly<Record<ContractClass, InstrumentType>> = {
  "linear-perpetual": "SWAP",
  "inverse-perpetual": "SWAP",
  "linear-dated": "FUTURES",
  "inverse-dated": "FUTURES",
};

async function listingsOf(rest: OkxRest, type: InstrumentType, signal: AbortSignal): Promise<readonly Instrument[]> {
  const rows = await rest.instruments(type, signal);
  return rows.flatMap((row) => readListing(row, type) ?? []);
}
