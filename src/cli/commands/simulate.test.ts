import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createProgram } from "#cli/program.ts";

const out = join(tmpdir(), "powderkeg-never-written");
async function simulate(...flags: string[]): Promise<void> {
  const program = await createProgram("0.0.0", "simulate");
  await program.exitOverride().parseAsync(["simulate", "--seed", "s", "--days", "1", "--out", out, ...flags], { from: "user" });
}

it.each([
  [["--days", "0"], "bad-input", "--days must be a whole number from 1 to 400, not 0"],
  [["--days", "1.5"], "bad-input", "--days must be a whole number from 1 to 400, not 1.5"],
  [["--start", "2026-13-01"], "bad-input", "--start must be a date like 2026-01-01, not 2026-13-01"],
  [["--truth-every", "7"], "bad-input", "--truth-every must be hours that divide a day into whole minutes, not 7"],
  [["--coins", "BTC,,ETH"], "bad-input", "--coins must be a list like BTC,ETH, not BTC,,ETH"],
  [["--coins", "NOPE"], "not-found", "no simulated market for coin NOPE: NOPEUSDT has no margin brackets"],
])("refuses %s in one sentence", async (flags, code, message) => {
  await expect(simulate(...flags)).rejects.toMatchObject({ code, message });
});

it("refuses a file where the folder should be", async () => {
  const file = fileURLToPath(import.meta.url);
  await expect(simulate("--out", file)).rejects.toMatchObject({ code: "bad-input", message: `--out ${file} is a file, not a folder` });
});

it("ends at once with a folder that cannot be made", async () => {
  const message = expect.stringContaining("--out /proc/nope cannot be made") as string;
  await expect(simulate("--out", "/proc/nope")).rejects.toMatchObject({ code: "bad-input", message });
});
