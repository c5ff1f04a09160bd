import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import { LADDER_PRIOR, type LadderPrior } from "#engine/ladder-prior.ts";
import { marginRuleAt } from "#engine/margin/margin-rule.ts";
import onChainAccounts from "./on-chain-accounts.json" with { type: "json" };
import { type PriorFile, priorOfFile } from "./prior-file.ts";

/** What an instrument declares to be given the prior of everybody else. */
export const GENERIC_PRIOR = "generic";

/** Priors of venues whose positions are public; a new one is one file and one line here. */
const FILES: readonly PriorFile[] = [onChainAccounts];

/**
 * The ladder prior of an instrument: the one that it declares, else the one on file for its margin model, else the generic one.
 * `without` (ISO date or coin): as fitted without that day or coin, where the prior was fitted on it. Throws `bad-input` for a declared prior that does not exist.
 */
export function ladderPriorOf(instrument: Instrument, { without }: { without?: string } = {}): LadderPrior {
  const file = priorFileOf(instrument);
  if (file === undefined) return LADDER_PRIOR;
  const opened = without === undefined ? file.opened : file.without[without];
  return priorOfFile(file, { highest: highestLeverage(instrument), opened });
}

/** The file that an instrument's prior comes from. Undefined: the generic prior. */
export function priorFileOf({ ladderPrior, marginModel, symbol }: Instrument): PriorFile | undefined {
  if (ladderPrior === GENERIC_PRIOR) return undefined;
  if (ladderPrior === undefined) return FILES.find(({ marginModels }) => marginModels.includes(marginModel));
  const file = FILES.find(({ name }) => name === ladderPrior);
  if (file === undefined)
    throw new AppError(
      "bad-input",
      `unknown ladder prior "${ladderPrior}" of ${symbol}; known: ${[GENERIC_PRIOR, ...FILES.map(({ name }) => name)].join(", ")}`,
    );
  return file;
}

/** By the newest brackets on file: the prior of a coin does not change over its history. */
export const highestLeverage = (instrument: Instrument): number =>
  Math.max(...marginRuleAt(instrument, Infinity).brackets.map(({ maxLeverage }) => maxLeverage));
