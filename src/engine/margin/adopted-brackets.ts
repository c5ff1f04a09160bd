import type { BracketsEvent } from "#core/events.ts";
import type { AdoptedPrior, SeenLeverage } from "#engine/priors/seen-leverage.ts";
import type { Bracket } from "./margin-model.ts";

/** Brackets that an exchange published: since when it says they hold, and when they became known here. */
export type AdoptedBrackets = Pick<BracketsEvent, "time" | "changedAt" | "brackets">;

/** What an exchange published that an estimate goes by, part of its state: the newest, which the next step goes by, and what the last step went by. */
export interface PublishedTables {
  known: AdoptedBrackets | undefined;
  inForce: AdoptedBrackets | undefined;
  /** How its accounts' positions spread over leverage. */
  seen: SeenLeverage | undefined;
  adopted: AdoptedPrior | undefined;
}

export const NOTHING_PUBLISHED: Readonly<PublishedTables> = { known: undefined, inForce: undefined, seen: undefined, adopted: undefined };

/** True when two tables rate every position alike; both measured in USD. Amounts follow from the rest and are published rounded. */
export const sameBrackets = (a: readonly Bracket[], b: readonly Bracket[]): boolean =>
  a.length === b.length &&
  a.every(({ cap, maxLeverage, maintenanceRate }, i) => cap === b[i].cap && maxLeverage === b[i].maxLeverage && maintenanceRate === b[i].maintenanceRate);
