import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runPowderkeg } from "../support/powderkeg.ts";

test("--version is the package's", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  expect(await runPowderkeg(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("--help lists the commands and exits 0", async () => {
  const { code, stdout } = await runPowderkeg(["--help"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}serve /m);
});

/** Arguments that no command takes, and what the complaint has to name. */
const REFUSED: readonly { args: readonly string[]; names: string }[] = [
  { args: ["explode"], names: "explode" },
  { args: ["--explode"], names: "--explode" },
  { args: ["serve", "--explode"], names: "--explode" },
  { args: ["serve", "--port", "many"], names: "many" },
  { args: ["serve", "--port", "70000"], names: "70000" },
  { args: ["serve", "--source", "rumour"], names: "rumour" },
  { args: ["import"], names: "--from" },
  { args: ["import", "--from", "/nowhere/at-all"], names: "/nowhere/at-all" },
  { args: ["estimate", "--from", "/nowhere/at-all", "--at", "0"], names: "/nowhere/at-all" },
  { args: ["estimate", "--at", "2024-01-01"], names: "--from" },
  { args: ["simulate", "--seed", "1", "--days", "few", "--out", "/nowhere/at-all"], names: "few" },
];

test.each(REFUSED)("powderkeg $args exits 2, names $names, prints nothing", async ({ args, names }) => {
  const { code, stdout, stderr } = await runPowderkeg(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(names);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
});
