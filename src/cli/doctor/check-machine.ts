import { randomUUID } from "node:crypto";
import { access, constants, rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { assertPortFree } from "#server/port-free.ts";
import { type Finding, fault, note, ok, warning } from "./finding.ts";

export interface MachineOptions {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** e.g. `20.19.0`. */
  readonly nodeVersion: string;
}

const LEAST_NODE = [20, 19];
const RECOMMENDED_NODE = 22;
const GIGABYTE = 1024 ** 3;
/** A month of three coins on five exchanges with a day of raw trades takes less. */
const LEAST_FREE_GB = 2;

/** What `serve` needs of this machine. Leaves nothing behind. */
export async function checkMachine({ dataDir, host, port, nodeVersion }: MachineOptions): Promise<readonly Finding[]> {
  const [directory, free, listening] = await Promise.all([checkDirectory(dataDir), checkDisk(dataDir), checkPort(host, port)]);
  return [checkNode(nodeVersion), directory, free, listening];
}

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor))
    return fault("node", `Node ${version} is too old: install ${RECOMMENDED_NODE} or newer (${LEAST_NODE.join(".")} at least)`);
  return ok("node", `Node ${version}`);
}

/** A directory that is not there yet is judged by the one above it that is. */
async function checkDirectory(dataDir: string): Promise<Finding> {
  const existing = await nearestExisting(dataDir);
  const isThere = existing === resolve(dataDir);
  try {
    if (!(await stat(existing)).isDirectory()) return fault("data-dir", `${existing} is no directory: choose another --data-dir`);
    if (isThere) await writeAndRemove(existing);
    else await access(existing, constants.W_OK | constants.X_OK);
  } catch (error) {
    return fault("data-dir", `data cannot be written to ${existing} (${codeOf(error)}): give this user the right to, or choose another --data-dir`);
  }
  return isThere ? ok("data-dir", `data directory ${dataDir} can be written to`) : ok("data-dir", `data directory ${dataDir} is not there yet and can be made`);
}

async function writeAndRemove(directory: string): Promise<void> {
  const file = join(directory, `.powderkeg-doctor-${randomUUID()}`);
  await writeFile(file, "");
  await rm(file, { force: true });
}

async function checkDisk(dataDir: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(await nearestExisting(dataDir));
    return judgeDisk(bavail * bsize);
  } catch (error) {
    return note("disk", `how much of the disk is free cannot be told (${codeOf(error)})`);
  }
}

export function judgeDisk(freeBytes: number): Finding {
  const free = `${(freeBytes / GIGABYTE).toFixed(1)} GB`;
  return freeBytes < LEAST_FREE_GB * GIGABYTE
    ? warning("disk", `only ${free} of the disk are free: make room, or choose another --data-dir`)
    : ok("disk", `${free} of the disk are free`);
}

async function checkPort(host: string, port: number): Promise<Finding> {
  try {
    await assertPortFree({ host, port });
    return ok("port", `port ${port} on ${host} is free`);
  } catch (error) {
    return warning("port", `${error instanceof Error ? error.message : String(error)}; if it is no Powderkeg that runs already, serve with another --port`);
  }
}

async function nearestExisting(path: string): Promise<string> {
  const absolute = resolve(path);
  const isThere = await stat(absolute).then(
    () => true,
    () => false,
  );
  return isThere || dirname(absolute) === absolute ? absolute : nearestExisting(dirname(absolute));
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
