import { fileURLToPath } from "node:url";
import { type Command, InvalidArgumentError, Option } from "commander";
import { CONTRACT_CLASSES, type ContractClass } from "#exchanges/exchange.ts";
import { DEFAULT_RELIABILITY_FLOOR_USD } from "#pipeline/reliability-floor.ts";
import { serve } from "#cli/serving/serve.ts";
import { DEFAULT_SEED } from "#cli/serving/simulated-world.ts";
import { list, wholeNumber } from "./option-values.ts";

interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly source: "auto" | "live" | "simulated" | "replay";
  readonly dataDir: string;
  readonly coins: readonly string[];
  readonly contracts: readonly ContractClass[];
  readonly exchanges?: readonly string[];
  readonly days?: number;
  readonly seed?: string;
  readonly reliabilityFloorUsd: number;
  readonly keepTradesHours: number;
  readonly keepTradesGb: number;
  readonly recordFrames?: true | number;
}

const FRAMES_GB = 2;

const WEB_DIR = fileURLToPath(new URL("../../../dist/web", import.meta.url));

export function registerServe(program: Command): void {
  program
    .command("serve")
    .description("Everything in one process: feeds, estimate, store, API and page.")
    .option("--port <number>", "port to listen on, 0 for any free one", wholeNumber(0, 65_535), 8790)
    .option("--host <address>", "address to listen on; 0.0.0.0 opens it to the network", "127.0.0.1")
    .addOption(
      new Option(
        "--source <source>",
        "live exchanges, the built-in simulated market, or the stored history; auto: live when an exchange answers, else simulated",
      )
        .choices(["auto", "live", "simulated", "replay"])
        .default("auto"),
    )
    .option("--data-dir <dir>", "where databases are kept", "data")
    .option("--coins <list>", "coins to follow, comma separated", list, ["BTC", "ETH", "SOL"])
    .option(`--contracts <list>`, `kinds of contract to follow, comma separated, of ${CONTRACT_CLASSES.join(", ")}; or all`, contractList, ["linear-perpetual"])
    .option("--exchanges <list>", "exchanges to listen to, comma separated (default: all)", list)
    .option("--days <number>", "history to fetch at the first start (default: 30 live, 7 simulated)", wholeNumber(1, 365))
    .option("--weights <files...>", "hold the ladders of these weight files' markets at them, as `estimate --weights-out` or /v1/.../weights give them")
    .option(
      "--reliability-floor-usd <amount>",
      "open interest below which a market is a thin one, and graded so; 0: none is",
      wholeNumber(0, 1e12),
      DEFAULT_RELIABILITY_FLOOR_USD,
    )
    .option("--seed <text>", `seed of the simulated market (default: that of the stored one, else ${DEFAULT_SEED})`)
    .option("--keep-trades-hours <number>", "how long trades and order books are kept, 0: not at all", wholeNumber(0, 24 * 365), 24)
    .option("--keep-trades-gb <number>", "how much of them is kept at most, compressed", wholeNumber(1, 10_000), 4)
    .option("--record-frames [gb]", `record every frame as it came, at most so many GB compressed (default: ${FRAMES_GB})`, wholeNumber(1, 10_000))
    .action((flags: ServeFlags, command: Command) =>
      serve({
        ...flags,
        recordFramesGb: flags.recordFrames === true ? FRAMES_GB : flags.recordFrames,
        webDir: WEB_DIR,
        version: command.parent?.version() ?? "",
        env: process.env,
      }),
    );
}

function contractList(text: string): readonly ContractClass[] {
  if (text === "all") return CONTRACT_CLASSES;
  const names = list(text);
  const known = CONTRACT_CLASSES.filter((name) => names.includes(name));
  if (known.length === names.length) return known;
  throw new InvalidArgumentError(`"${text}" is not a list of ${CONTRACT_CLASSES.join(", ")}.`);
}
