import type { ContractKind } from "#core/instrument.ts";
import type { MarginModel } from "#engine/margin/margin-model.ts";

/** One contract of one exchange as a crowd trades it; declared beside that exchange's wire. */
export interface InstrumentDeclaration {
  /** Id of the exchange. */
  readonly exchange: string;
  /** The exchange's own symbol. */
  readonly symbol: string;
  readonly contract: ContractKind;
  /** Base coin (linear) or USD face (inverse) in one contract. */
  readonly contractSize: number;
  /** Smallest step of a size: base coin (linear) or USD face (inverse). Inside the market sizes are whole lots. */
  readonly lotSize: number;
  readonly tickSize: number;
  /** Open interest as a multiple of what the coin's other instruments declare. */
  readonly weight: number;
  /** Decides when positions are force-closed. */
  readonly marginModel: MarginModel;
  /** Absent: pays none, as dated futures. */
  readonly fundingIntervalMs?: number;
  /** Delivery of a dated future, epoch ms; absent: perpetual. */
  readonly expiry?: number;
  /** `public`: everybody can look up who holds what, and trades name both accounts. */
  readonly accounts: "public" | "private";
}

/** An exchange that the simulator has, and what it lists of a coin. */
export interface VenueDeclaration {
  readonly exchange: string;
  /** Perpetuals first; nothing when the coin is not listed. `start`: epoch ms at which the simulated history begins. */
  readonly instruments: (coin: string, start: number) => readonly InstrumentDeclaration[];
}
