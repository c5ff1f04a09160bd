import { type Command, InvalidArgumentError } from "commander";
import { CONTRACT_CLASSES, type ContractClass } from "#exchanges/exchange.ts";
import type { TapeOptions } from "#cli/serving/open-tape.ts";
import { DEFAULT_SEED } from "#cli/serving/simulated-world.ts";
import { list, wholeNumber } from "./option-values.ts";

/** What every command that listens to exchanges is asked: which, where it is stored, and what else is kept. */
export interface FeedFlags {
  readonly dataDir: string;
  readonly coins: readonly string[];
  readonly contracts: readonly ContractClass[];
  readonly exchanges?: readonly string[];
  readonly seed?: string;
  readonly keepTradesHours: number;
  readonly keepTradesGb: number;
  readonly recordFrames?: true | number;
}

const FRAMES_GB = 2;

export function addFeedOptions(command: Command): Command {
  return command
    .option("--data-dir <dir>", "where databases are kept", "data")
    .option("--coins <list>", "coins to follow, comma separated", list, ["BTC", "ETH", "SOL"])
    .option("--contracts <list>", `kinds of contract to follow, comma separated, of ${CONTRACT_CLASSES.join(", ")}; or all`, contractList, ["linear-perpetual"])
    .option("--exchanges <list>", "exchanges to listen to, comma separated (default: all)", list)
    .option("--seed <text>", `seed of the simulated market (default: that of the stored one, else ${DEFAULT_SEED})`)
    .option("--keep-trades-hours <number>", "how long trades and order books are kept, 0: not at all", wholeNumber(0, 24 * 365), 24)
    .option("--keep-trades-gb <number>", "how much of them is kept at most, compressed", wholeNumber(1, 10_000), 4)
    .option("--record-frames [gb]", `record every frame as it came, at most so many GB compressed (default: ${FRAMES_GB})`, wholeNumber(1, 10_000));
}

export const recordFramesGb = ({ recordFrames }: FeedFlags): TapeOptions["recordFramesGb"] => (recordFrames === true ? FRAMES_GB : recordFrames);

function contractList(text: string): readonly ContractClass[] {
  if (text === "all") return CONTRACT_CLASSES;
  const names = list(text);
  const known = CONTRACT_CLASSES.filter((name) => names.includes(name));
  if (known.length === names.length) return known;
  throw new InvalidArgumentError(`"${text}" is not a list of ${CONTRACT_CLASSES.join(", ")}.`);
}
