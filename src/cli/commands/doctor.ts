import type { Command } from "commander";
import { EXCHANGES, createExchanges, hostsFrom } from "#exchanges/registry.ts";
import { type Examination, examine } from "#cli/doctor/examine.ts";
import { printExamination } from "#cli/doctor/print-examination.ts";
import { list, wholeNumber } from "./option-values.ts";

interface DoctorFlags {
  readonly exchanges: readonly string[];
  readonly coin: string;
  readonly seconds: number;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly json?: true;
}

const NOTHING_USABLE = 2;
/** Of the questions before listening, when nobody answers them. */
const MOST_ASKING_S = 40;

/** `doctor`: what works from this machine and this network, and what to do about what does not. */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("what works from this machine and network: every exchange asked and listened to, and what to do about what does not work")
    .option(
      "--exchanges <list>",
      "exchanges to try, comma separated (default: all)",
      list,
      EXCHANGES.map(({ declaration }) => declaration.id),
    )
    .option("--coin <coin>", "whose data to listen to", "BTC")
    .option("--seconds <number>", "how long to listen at most; less when everything has come", wholeNumber(1, 300), 15)
    .option("--data-dir <dir>", "where `serve` is to keep databases", "data")
    .option("--host <address>", "address that `serve` is to listen on", "127.0.0.1")
    .option("--port <number>", "port that `serve` is to listen on", wholeNumber(0, 65_535), 8790)
    .option("--json", "print JSON instead of sentences")
    .addHelpText("after", "\nExit code: 0 when at least one exchange can be used, else 2.")
    .action(doctor);
}

async function doctor(flags: DoctorFlags, command: Command): Promise<void> {
  const exchanges = createExchanges(flags.exchanges, hostsFrom(process.env));
  const labels = exchanges.map(({ declaration }) => declaration.label).join(", ");
  process.stderr.write(`powderkeg: asking ${labels}; this takes up to ${flags.seconds + MOST_ASKING_S} s\n`);
  const version = command.parent?.version() ?? "";
  const examination = await examine({ ...flags, version, exchanges, listenMs: flags.seconds * 1_000, nodeVersion: process.versions.node });
  process.stdout.write(flags.json === true ? jsonOf(examination) : printExamination(examination));
  if (examination.usable.length === 0) process.exitCode = NOTHING_USABLE;
}

const jsonOf = (examination: Examination): string => JSON.stringify(examination, null, 2) + "\n";
