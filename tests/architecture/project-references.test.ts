import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FOLDERS } from "./import-table.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folders = Object.keys(FOLDERS);
const reachable = new Map(folders.map((folder) => [folder, closureOf(folder)]));
let probe: string;

/** This project's own configuration around one small file per folder. */
beforeAll(() => {
  probe = mkdtempSync(join(tmpdir(), "powderkeg-references-"));
  for (const file of ["package.json", "tsconfig.base.json", "tsconfig.json"]) copyFileSync(join(root, file), join(probe, file));
  symlinkSync(join(root, "node_modules"), join(probe, "node_modules"));
  for (const folder of folders) {
    mkdirSync(join(probe, "src", folder), { recursive: true });
    copyFileSync(join(root, "src", folder, "tsconfig.json"), join(probe, "src", folder, "tsconfig.json"));
    writeFileSync(join(probe, "src", folder, "probe.ts"), `export const ${folder} = 1;\n`);
  }
});
afterAll(() => rmSync(probe, { recursive: true, force: true }));

test("the compiler accepts every import that the table allows", () => {
  for (const folder of folders) writeFileSync(join(probe, "src", folder, "allowed.ts"), importsOf([...reachable.get(folder)!]));
  expect(build("tsconfig.json")).toBe("");
});

test.each(folders.filter((folder) => outside(folder).length > 0))("the compiler refuses every import that the table does not allow to %s", (folder) => {
  const wrong = join(probe, "src", folder, "wrong.ts");
  writeFileSync(wrong, importsOf(outside(folder)));
  const report = build(`src/${folder}`);
  rmSync(wrong);
  for (const other of outside(folder)) expect(report).toMatch(new RegExp(`error TS6307: File '[^']*/src/${other}/probe\\.ts' is not listed`));
});

function build(project: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b", project], { cwd: probe, encoding: "utf8" });
  return stdout + stderr;
}

function importsOf(others: readonly string[]): string {
  return ["export {};", ...others.map((other) => `export { ${other} } from "#${other}/probe.ts";`)].join("\n");
}

function outside(folder: string): string[] {
  return folders.filter((other) => other !== folder && !reachable.get(folder)!.has(other));
}

/** References reach on: what a referenced folder may import is visible too, which is why the architecture test looks at direct imports. */
function closureOf(folder: string): Set<string> {
  const closure = new Set(FOLDERS[folder].folders.map((part) => part.split("/")[0]));
  for (const other of closure) for (const further of closureOf(other)) closure.add(further);
  return closure;
}
