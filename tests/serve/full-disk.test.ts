import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type StatusMessage, statusReplySchema } from "#wire/health.ts";
import { getJson, untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { expectPrompt } from "../support/prompt.ts";
import { until } from "../support/until.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

/** Lets no file of the server grow beyond this, as a full disk would; `unlimited` makes room again. */
function limitFiles({ pid }: RunningServer, size: string): void {
  const { status, stderr } = spawnSync("prlimit", ["--pid", String(pid), `--fsize=${size}:`], { encoding: "utf8" });
  if (status !== 0) throw new Error(`prlimit (of util-linux) could not set the limit: ${stderr}`);
}

const untilStore = ({ url }: RunningServer, wanted: (store: StatusMessage["store"]) => boolean) =>
  until(
    async () => {
      const { store } = await getJson(`${url}/v1/status`, statusReplySchema);
      return wanted(store) ? store : undefined;
    },
    { describe: () => "the store was never so" },
  );

test("while the disk is full the map goes on and it is said since when; with room storing goes on, and the end is prompt either way", async () => {
  const args = ["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "1", "--data-dir", folder.path];
  const server = await servePowderkeg(args);
  const { id } = await untilFilled(server.url, "binance:BTCUSDT");
  const readiness = async () => (await fetch(`${server.url}/readyz`)).status;
  const before = Date.now();
  limitFiles(server, "4096");
  const failing = await untilStore(server, ({ failingSince }) => failingSince !== null);
  expect(failing.failingSince).toBeGreaterThanOrEqual(before - 1_000);
  expect(failing.problem).toContain("simulated.duckdb could not be written");
  await expect.poll(readiness).toBe(503);
  // What is stored is there.
  expect((await fetch(`${server.url}/v1/markets/${id.replace(":", "/")}/candles?interval=1h`)).status).toBe(200);
  limitFiles(server, "unlimited");
  expect(await untilStore(server, ({ failingSince }) => failingSince === null)).toMatchObject({ shed: 0 });
  await expect.poll(readiness).toBe(200);
  // Not a byte: what is written last would else fit into a log that has just been begun.
  limitFiles(server, "0");
  await untilStore(server, ({ failingSince }) => failingSince !== null);
  await expectPrompt(async () => expect(await server.stop()).toBe(1));
  expect(server.output()).toMatch(/powderkeg: stopping: \S+simulated\.duckdb could not be written/);
});
