import { Command } from "commander";

/** A command registers itself on the program: name, options with their help, action. */
export type RegisterCommand = (program: Command) => void;

/** Every command by its name, in the order of `--help`. A new command is one file in commands/ and one line here. */
const COMMANDS: Readonly<Record<string, () => Promise<RegisterCommand>>> = {
  serve: async () => (await import("./commands/serve.ts")).registerServe,
  collect: async () => (await import("./commands/collect.ts")).registerCollect,
  doctor: async () => (await import("./commands/doctor.ts")).registerDoctor,
  import: async () => (await import("./commands/import.ts")).registerImport,
  export: async () => (await import("./commands/export.ts")).registerExport,
  replay: async () => (await import("./commands/replay.ts")).registerReplay,
  estimate: async () => (await import("./commands/estimate.ts")).registerEstimate,
  explain: async () => (await import("./commands/explain.ts")).registerExplain,
  score: async () => (await import("./commands/score.ts")).registerScore,
  "liquidation-price": async () => (await import("./commands/liquidation-price.ts")).registerLiquidationPrice,
  accuracy: async () => (await import("./commands/accuracy.ts")).registerAccuracy,
  "fit-prior": async () => (await import("./commands/fit-prior.ts")).registerFitPrior,
  simulate: async () => (await import("./commands/simulate.ts")).registerSimulate,
};

/** The program with the command that its first argument names. Where it names none, with all: for help, and to tell what was meant from what there is. */
export async function createProgram(version: string, called = ""): Promise<Command> {
  const program = new Command("powderkeg")
    .description("Self-hosted crypto liquidation heatmap: an open estimate, not advice.")
    .version(version)
    .showHelpAfterError("(see --help)");
  for (const register of await Promise.all(wantedFor(called).map((load) => load()))) register(program);
  return program;
}

/** What a command imports takes most of a start: those that are not called are not loaded. */
function wantedFor(called: string): readonly (() => Promise<RegisterCommand>)[] {
  if (Object.hasOwn(COMMANDS, called)) return [COMMANDS[called]];
  return ["-V", "--version"].includes(called) ? [] : Object.values(COMMANDS);
}
