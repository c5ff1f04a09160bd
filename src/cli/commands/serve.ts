import { fileURLToPath } from "node:url";
import { type Command, Option } from "commander";
import { DEFAULT_RELIABILITY_FLOOR_USD } from "#pipeline/reliability-floor.ts";
import { serve } from "#cli/serving/serve.ts";
import { type FeedFlags, addFeedOptions, recordFramesGb } from "./feed-options.ts";
import { wholeNumber } from "./option-values.ts";

interface ServeFlags extends FeedFlags {
  readonly port: number;
  readonly host: string;
  readonly source: "auto" | "live" | "simulated" | "replay";
  readonly days?: number;
  readonly reliabilityFloorUsd: number;
}

const WEB_DIR = fileURLToPath(new URL("../../../dist/web", import.meta.url));

export function registerServe(program: Command): void {
  const command = program
    .command("serve")
    .description("everything in one process: feeds, estimate, store, API and page")
    .option("--port <number>", "port to listen on, 0 for any free one", wholeNumber(0, 65_535), 8790)
    .option("--host <address>", "address to listen on; 0.0.0.0 opens it to the network", "127.0.0.1")
    .addOption(
      new Option(
        "--source <source>",
        "live exchanges, the built-in simulated market, or the stored history; auto: live when an exchange answers, else simulated",
      )
        .choices(["auto", "live", "simulated", "replay"])
        .default("auto"),
    );
  addFeedOptions(command)
    .option("--days <number>", "history to fetch at the first start (default: 30 live, 7 simulated)", wholeNumber(1, 365))
    .option("--weights <files...>", "hold the ladders of these weight files' markets at them, as `estimate --weights-out` or /v1/.../weights give them")
    .option(
      "--reliability-floor-usd <amount>",
      "open interest below which a market is a thin one, and graded so; 0: none is",
      wholeNumber(0, 1e12),
      DEFAULT_RELIABILITY_FLOOR_USD,
    )
    .action((flags: ServeFlags) =>
      serve({ ...flags, recordFramesGb: recordFramesGb(flags), webDir: WEB_DIR, version: program.version() ?? "", env: process.env }),
    );
}
