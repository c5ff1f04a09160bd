import { Command } from "commander";
import { registerAccuracy } from "./commands/accuracy.ts";
import { registerCollect } from "./commands/collect.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerEstimate } from "./commands/estimate.ts";
import { registerFitPrior } from "./commands/fit-prior.ts";
import { registerLiquidationPrice } from "./commands/liquidation-price.ts";
import { registerExplain } from "./commands/explain.ts";
import { registerExport } from "./commands/export.ts";
import { registerReplay } from "./commands/replay.ts";
import { registerScore } from "./commands/score.ts";
import { registerImport } from "./commands/import.ts";
import { registerServe } from "./commands/serve.ts";
import { registerSimulate } from "./commands/simulate.ts";

/** A command registers itself on the program: name, options with their help, action. */
export type RegisterCommand = (program: Command) => void;

/** Every command, in the order of `--help`. A new command is one file in commands/ and one line here. */
const COMMANDS: readonly RegisterCommand[] = [
  registerServe,
  registerCollect,
  registerDoctor,
  registerImport,
  registerExport,
  registerReplay,
  registerEstimate,
  registerExplain,
  registerScore,
  registerLiquidationPrice,
  registerAccuracy,
  registerFitPrior,
  registerSimulate,
];

export function createProgram(version: string): Command {
  const program = new Command("powderkeg")
    .description("Self-hosted crypto liquidation heatmap: an open estimate, not advice.")
    .version(version)
    .showHelpAfterError("(see --help)");
  for (const register of COMMANDS) register(program);
  return program;
}
