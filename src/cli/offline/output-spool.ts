import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { mkdtemp, open, rename, rm } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "#core/app-error.ts";

/** Text that is written piece by piece and only appears, whole, when all of it is there. Nothing half-written is left behind by a failure. */
export interface OutputSpool {
  write(text: string): Promise<void>;
  /** Puts what was written into `out` (or on standard output). */
  deliver(out: string | undefined): Promise<void>;
  /** Removes the spool; call in any case. */
  dispose(): Promise<void>;
}

const BUFFERED_CHARACTERS = 1 << 20;

/** The spool lies beside `out`, so that delivering is a rename, or in the temporary folder for standard output. `bad-input` when it cannot be written there. */
export async function openOutputSpool(out: string | undefined): Promise<OutputSpool> {
  const dir = await mkdtemp(join(out === undefined ? tmpdir() : dirname(resolve(out)), ".powderkeg-")).catch((cause: unknown) => {
    throw new AppError("bad-input", `cannot write to ${out ?? tmpdir()}: ${(cause as Error).message}`, { cause });
  });
  const stayTidy = removeOnExit(dir);
  const file = join(dir, "output");
  const handle = await open(file, "w");
  let buffered: string[] = [];
  let characters = 0;
  const flush = async () => {
    const text = buffered.join("");
    buffered = [];
    characters = 0;
    await handle.appendFile(text).catch((cause: unknown) => {
      throw new AppError("unavailable", `cannot write to ${dirname(dir)}: ${(cause as Error).message}`, { cause });
    });
  };
  return {
    async write(text) {
      buffered.push(text);
      characters += text.length;
      if (characters > BUFFERED_CHARACTERS) await flush();
    },
    async deliver(target) {
      await flush();
      await handle.close();
      if (target === undefined) await pipeline(createReadStream(file), process.stdout, { end: false });
      else await rename(file, target).catch((cause: unknown) => copyTo(file, target, cause));
    },
    async dispose() {
      await handle.close().catch(() => undefined);
      await rm(dir, { recursive: true, force: true });
      stayTidy.stop();
    },
  };
}

/** Ctrl-C, or a reader that closes the pipe, ends the process on the spot: what was spooled goes too. */
function removeOnExit(dir: string): { stop(): void } {
  const remove = () => rmSync(dir, { recursive: true, force: true });
  process.once("exit", remove).once("SIGINT", interrupt).once("SIGTERM", interrupt);
  return {
    stop() {
      process.off("exit", remove).off("SIGINT", interrupt).off("SIGTERM", interrupt);
    },
  };
}

function interrupt(signal: "SIGINT" | "SIGTERM"): never {
  process.exit(128 + constants.signals[signal]);
}

/** A target that cannot be renamed onto, such as a device or a pipe, is written to. */
async function copyTo(file: string, target: string, cause: unknown): Promise<void> {
  try {
    await pipeline(createReadStream(file), createWriteStream(target));
  } catch {
    throw new AppError("bad-input", `cannot write ${target}: ${(cause as Error).message}`, { cause });
  }
}
