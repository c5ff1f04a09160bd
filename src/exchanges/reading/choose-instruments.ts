import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import type { ContractClass, InstrumentWish } from "#exchanges/exchange.ts";

/** What a perpetual is margined in, the usual one first. */
const USUAL_SETTLEMENT = ["USDT", "USDC"];

export const contractClassOf = ({ contract, expiry }: Pick<Instrument, "contract" | "expiry">): ContractClass =>
  `${contract}-${expiry === undefined ? "perpetual" : "dated"}`;

/**
 * Those of an exchange's instruments that are wished for, as {@link Exchange.instruments} promises them: coin by coin, the linear perpetual first,
 * one perpetual a kind, dated futures by expiry. Throws `not-found` that names every coin of which there is none.
 */
export function chooseInstruments(label: string, { coins, contracts }: InstrumentWish, listed: readonly Instrument[]): readonly Instrument[] {
  const wanted = [...new Set(coins.map((coin) => coin.toUpperCase()))];
  const candidates = listed.filter((instrument) => contracts.includes(contractClassOf(instrument)));
  const coinsThere = new Set(candidates.map(({ coin }) => coin));
  const missing = wanted.filter((coin) => !coinsThere.has(coin));
  if (missing.length > 0) throw new AppError("not-found", `${label} trades no ${contracts.join(" or ").replaceAll("-", " ")} of ${missing.join(", ")}`);
  return wanted.flatMap((wantedCoin) => chosenOf(candidates.filter(({ coin }) => coin === wantedCoin)));
}

function chosenOf(instruments: readonly Instrument[]): readonly Instrument[] {
  const perpetuals = instruments.filter(({ expiry }) => expiry === undefined).toSorted((a, b) => rankOf(a) - rankOf(b) || multiplierOf(a) - multiplierOf(b));
  const dated = instruments.filter(({ expiry }) => expiry !== undefined).toSorted((a, b) => (a.expiry ?? 0) - (b.expiry ?? 0) || rankOf(a) - rankOf(b));
  const mainOf = (contract: Instrument["contract"]) => perpetuals.filter((perpetual) => perpetual.contract === contract).slice(0, 1);
  return [...mainOf("linear"), ...mainOf("inverse"), ...dated];
}

/** Linear before inverse, the usual settlement first. */
function rankOf({ contract, listing }: Instrument): number {
  const place = USUAL_SETTLEMENT.indexOf(listing?.settle ?? "");
  return (contract === "linear" ? 0 : 100) + (place === -1 ? USUAL_SETTLEMENT.length : place);
}

const multiplierOf = ({ priceMultiplier = 1 }: Instrument): number => priceMultiplier;
