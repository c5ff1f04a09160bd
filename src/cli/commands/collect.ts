import { type Command, Option } from "commander";
import { MINUTE_MS } from "#core/units.ts";
import { collect } from "#cli/serving/collect.ts";
import { type FeedFlags, addFeedOptions, recordFramesGb } from "./feed-options.ts";

interface CollectFlags extends FeedFlags {
  readonly source: "live" | "simulated";
}

/** `collect`: feeds and record alone, for `serve` to estimate later. */
export function registerCollect(program: Command): void {
  const command = program
    .command("collect")
    .description(
      "listen to exchanges and store what a later `serve` estimates from: printed liquidations, open interest, bars, brackets, trades; no history, no estimate, no page",
    )
    .addOption(new Option("--source <source>", "live exchanges, or the built-in simulated market").choices(["live", "simulated"]).default("live"));
  addFeedOptions(command).action((flags: CollectFlags) =>
    collect({ ...flags, recordFramesGb: recordFramesGb(flags), env: process.env, sayEveryMs: MINUTE_MS }),
  );
}
