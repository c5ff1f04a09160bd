import { Presets, SingleBar } from "cli-progress";
import type { ImportProgress } from "#storage/import/import-history.ts";

const PHASES = { check: "checking", store: "storing" } as const satisfies Record<ImportProgress["phase"], string>;
/** Without a terminal there is one line for each of these shares. */
const PLAIN_STEP_PERCENT = 25;

export interface ProgressDisplay {
  readonly show: (progress: ImportProgress) => void;
  /** May be called more than once. */
  readonly end: () => void;
}

/** A progress bar on a terminal, plain lines elsewhere. */
export function showImportProgress(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): ProgressDisplay {
  const single = new SingleBar({ stream, format: "{phase} {bar} {percentage} %, {eta_formatted} left", clearOnComplete: true }, Presets.shades_classic);
  let running: ImportProgress["phase"] | undefined;
  return {
    show({ phase, bytes, totalBytes }) {
      if (phase !== running) {
        single.stop();
        single.start(totalBytes, 0, { phase: PHASES[phase] });
        running = phase;
      }
      single.update(bytes);
    },
    end: () => single.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): ProgressDisplay {
  let said = "";
  return {
    show({ phase, bytes, totalBytes }) {
      const percent = Math.floor((100 * bytes) / totalBytes / PLAIN_STEP_PERCENT) * PLAIN_STEP_PERCENT;
      const line = `${PHASES[phase]}: ${percent} %\n`;
      if (line !== said) stream.write(line);
      said = line;
    },
    end() {},
  };
}
