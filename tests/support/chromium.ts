import { accessSync, constants, existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

type Environment = Readonly<Record<string, string | undefined>>;

export interface Chromium {
  readonly executable: string;
  /** Set beside the process's own environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly origin: "POWDERKEG_CHROMIUM" | "system" | "bundled";
}

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const ARCHIVES = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/powderkeg", import.meta.url));
const UNPACKED = join(CACHE, "chromium-147.0.2");
/** The package's own configuration looks for its fonts in /tmp. */
const FONT_CONFIGURATION = `<?xml version="1.0"?><fontconfig><dir>${UNPACKED}/fonts/fonts</dir><cachedir>${UNPACKED}/fonts/cache</cachedir></fontconfig>`;

/**
 * The browser that tests drive: `POWDERKEG_CHROMIUM` (a path, or `bundled`), else one on PATH, else the one that npm installed,
 * which brings its own libraries and fonts and therefore runs on a bare Linux x64.
 */
export async function findChromium(env: Environment): Promise<Chromium> {
  const named = env["POWDERKEG_CHROMIUM"];
  if (named === "bundled") return bundledChromium(env);
  if (named) {
    if (!isExecutable(named)) throw new Error(`POWDERKEG_CHROMIUM=${named} is not an executable file`);
    return { executable: named, env: {}, origin: "POWDERKEG_CHROMIUM" };
  }
  const system = systemChromium(env["PATH"] ?? "");
  return system ? { executable: system, env: {}, origin: "system" } : bundledChromium(env);
}

function systemChromium(path: string): string | undefined {
  const onPath = path.split(delimiter).flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name)));
  return [...onPath, MAC_CHROME].find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function bundledChromium(env: Environment): Promise<Chromium> {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(`no Chromium found, and npm brings one for Linux x64 only (this is ${process.platform} ${process.arch}): set POWDERKEG_CHROMIUM to one`);
  await unpackOnce();
  const libraries = [join(UNPACKED, "al2023", "lib"), UNPACKED, env["LD_LIBRARY_PATH"]].filter(Boolean).join(delimiter);
  return {
    executable: join(UNPACKED, "chromium"),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(UNPACKED, "fonts"), FONTCONFIG_FILE: "fonts.conf" },
    origin: "bundled",
  };
}

/** Unpacks beside the final place and renames: several test processes may start at once, and half a browser must never be found. */
async function unpackOnce(): Promise<void> {
  if (existsSync(UNPACKED)) return;
  const manifest = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(join(CACHE, "unpacking-"));
  try {
    await inflateInto(draft, join(dirname(manifest), "..", "..", "bin"));
    await rename(draft, UNPACKED);
  } catch (error) {
    if (!existsSync(UNPACKED)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The package unpacks into `os.tmpdir()`, which it reads from TMPDIR while `inflate` is being called. */
async function inflateInto(folder: string, bin: string): Promise<void> {
  const { inflate } = await import("@sparticuz/chromium");
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  const unpacking = ARCHIVES.map((archive) => inflate(join(bin, archive)));
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  await Promise.all(unpacking);
  await writeFile(join(folder, "fonts", "fonts.conf"), FONT_CONFIGURATION);
}
