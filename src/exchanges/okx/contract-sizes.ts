import type { Instrument } from "#core/instrument.ts";
import type { InstrumentsBySymbol } from "#exchanges/feeding/frame.ts";

/**
 * What a contract is worth by the newest listing. OKX changes that now and then, while whoever follows the instrument knows what it was worth when it
 * was found; everything is counted in contracts, so all would be wrong by the same factor.
 */
export interface ContractSizes {
  /** A listing was read. */
  note(listed: readonly Instrument[]): void;
  /** The instrument as it is worth now. */
  now(instrument: Instrument): Instrument;
  /** All of a feed, as they are worth now. */
  allNow(instruments: InstrumentsBySymbol): InstrumentsBySymbol;
}

export function createContractSizes(): ContractSizes {
  const sizes = new Map<string, number>();
  /** Rises with every change. */
  let version = 0;
  const shown = new WeakMap<InstrumentsBySymbol, { readonly version: number; readonly instruments: InstrumentsBySymbol }>();

  const now = (instrument: Instrument): Instrument => {
    const contractSize = sizes.get(instrument.symbol) ?? instrument.contractSize;
    return contractSize === instrument.contractSize ? instrument : { ...instrument, contractSize };
  };

  return {
    note(listed) {
      for (const { symbol, contractSize } of listed) {
        if (sizes.get(symbol) !== contractSize) version++;
        sizes.set(symbol, contractSize);
      }
    },
    now,
    allNow(instruments) {
      const known = shown.get(instruments);
      if (known?.version === version) return known.instruments;
      const asNow = new Map([...instruments].map(([symbol, instrument]) => [symbol, now(instrument)]));
      shown.set(instruments, { version, instruments: asNow });
      return asNow;
    },
  };
}
