import type { MarginModel } from "#engine/margin/margin-model.ts";

/** What a market takes from the exchange that lists it; declared beside that exchange's wire. */
export interface ExchangeDeclaration {
  /** Decides when positions are force-closed; its bracket file decides which coins can be listed. */
  readonly marginModel: MarginModel;
  /** The exchange's symbol for a coin's perpetual. */
  readonly symbolOf: (coin: string) => string;
}
