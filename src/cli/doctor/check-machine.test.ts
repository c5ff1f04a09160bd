import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkMachine, checkNode, judgeDisk } from "./check-machine.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "powderkeg-doctor-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const check = async (options: Partial<Parameters<typeof checkMachine>[0]> = {}) => {
  const findings = await checkMachine({ dataDir: folder, host: "127.0.0.1", port: 0, nodeVersion: "22.11.0", ...options });
  return new Map(findings.map((finding) => [finding.about, finding]));
};

test("a machine on which all is well", async () => {
  const findings = await check();
  expect([...findings.values()].map(({ about, level }) => [about, level])).toEqual(["node", "data-dir", "disk", "port"].map((about) => [about, "ok"]));
  expect(await readdir(folder)).toEqual([]);
});

test("a data directory that is not there yet is left so", async () => {
  const findings = await check({ dataDir: join(folder, "a", "b") });
  expect(findings.get("data-dir")).toMatchObject({ level: "ok", says: expect.stringContaining("can be made") as string });
  expect(await readdir(folder)).toEqual([]);
});

test("a file where the data directory should be is a fault that names it", async () => {
  await writeFile(join(folder, "file"), "");
  const findings = await check({ dataDir: join(folder, "file", "data") });
  expect(findings.get("data-dir")).toMatchObject({ level: "fault", says: expect.stringContaining(join(folder, "file")) as string });
});

test("a port in use is named", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const findings = await check({ port });
  taken.close();
  expect(findings.get("port")).toMatchObject({ level: "warning", says: expect.stringMatching(new RegExp(`:${port} is in use.*--port`)) as string });
});

test.each([
  ["18.20.0", "fault"],
  ["20.18.9", "fault"],
  ["20.19.0", "ok"],
  ["24.0.0", "ok"],
])("Node %s is %s", (version, level) => {
  expect(checkNode(version).level).toBe(level);
});

test("a full disk is a warning", () => {
  expect(judgeDisk(300 * 1024 ** 2)).toMatchObject({ level: "warning", says: expect.stringContaining("0.3 GB") as string });
  expect(judgeDisk(40 * 1024 ** 3).level).toBe("ok");
});
