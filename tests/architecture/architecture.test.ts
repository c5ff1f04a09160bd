import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { FOLDERS } from "./import-table.ts";
import * as rules from "./rules.ts";
import { parseSource, readSourceFiles } from "./source-file.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = readSourceFiles(root, "src");

/** Every rule with a file that breaks it and one that only looks like it. */
const RULES: readonly { rule: rules.Rule; broken: readonly [path: string, text: string]; kept: readonly [path: string, text: string] }[] = [
  {
    rule: rules.importsOnlyWhatItsFolderMay,
    broken: ["src/simulator/a.ts", `export type { B } from "#engine/step.ts";`],
    kept: ["src/simulator/a.ts", `import { b } from "#engine/margin/bracket-tables.ts"; // from "#storage/store.ts"`],
  },
  {
    rule: rules.namesEveryBoundary,
    broken: ["src/core/a.ts", `const b = await import("../engine/b.ts");`],
    kept: ["src/core/a.ts", `import { b } from "./b.ts"; const path = "../engine";`],
  },
  {
    rule: rules.importsOnlyPackagesItsFolderMay,
    broken: ["src/core/a.ts", `import { readFileSync } from "node:fs";`],
    kept: ["src/core/a.test.ts", `import { test } from "vitest";`],
  },
  {
    rule: rules.leavesExchangeIdsAtHome,
    broken: ["src/server/a.ts", `if (exchange.id === "binance") size = 1;`],
    kept: ["src/server/a.ts", `const help = "Reads Binance dumps";`],
  },
  {
    rule: rules.leavesExchangeIdsAtHome,
    broken: ["src/web/a.tsx", `const colours = { okx: "#fff" };`],
    kept: ["src/exchanges/okx/declaration.ts", `export const okx = { id: "okx" };`],
  },
  {
    rule: rules.importsNoSingleExchange,
    broken: ["src/pipeline/a.ts", `import { createBinance } from "#exchanges/binance/binance.ts";`],
    kept: ["src/exchanges/registry.ts", `import { createBinance } from "./binance/binance.ts";`],
  },
  {
    rule: rules.takesTimeAndRandomnessAsArguments,
    broken: ["src/engine/a.ts", `export const noise = () => Math.random();`],
    kept: ["src/pipeline/a.ts", `export const now = () => Date.now();`],
  },
  {
    rule: rules.takesTimeAndRandomnessAsArguments,
    broken: ["src/core/a.ts", `export const now = () => new Date();`],
    kept: ["src/core/a.ts", `/** Not a Date. */ export const asOfDate = 1;`],
  },
  {
    rule: rules.readsNoEnvironment,
    broken: ["src/server/a.ts", `const key = process.env["KEY"];`],
    kept: ["src/cli/a.ts", `const key = process.env["KEY"];`],
  },
  {
    rule: rules.keepsColoursInTokens,
    broken: ["src/web/chart/a.ts", `context.fillStyle = "#ffffff14";`],
    kept: ["src/web/chart/a.ts", `import "#web/ui/a.ts"; context.fillStyle = THEME.surface + "c0"; const href = "#chart";`],
  },
  {
    rule: rules.readsTheThemeWhileDrawing,
    broken: ["src/web/chart/a.ts", `const COLOURS = { long: THEME.longs };`],
    kept: ["src/web/chart/a.ts", `export const colourOf = () => THEME.longs;\n  const colour = THEME.longs;`],
  },
  { rule: rules.staysShort, broken: ["src/core/a.ts", ";\n".repeat(401)], kept: ["src/core/a.ts", ";\n".repeat(400)] },
  { rule: rules.saysWhatItHolds, broken: ["src/core/price-utils.ts", ""], kept: ["src/core/utility-rate.ts", ""] },
  { rule: rules.isKebabCase, broken: ["src/web/HeatLayer.tsx", ""], kept: ["src/web/heat-layer.test.ts", ""] },
];

describe.each(RULES)("$rule.name", ({ rule, broken, kept }) => {
  test("holds everywhere", () => expect(sources.flatMap(rule)).toEqual([]));
  test(`refuses ${titleOf(broken)}`, () => expect(rule(parseSource(...broken))).toHaveLength(1));
  test(`allows ${titleOf(kept)}`, () => expect(rule(parseSource(...kept))).toEqual([]));
});

function titleOf([path, text]: readonly [string, string]): string {
  return `${path}: ${text.length > 200 ? `${text.split("\n").length - 1} lines` : text}`;
}

test("style sheets take their colours from tokens.css", () => {
  const folder = join(root, "src", "web", "styles");
  const others = readdirSync(folder).filter((name) => name.endsWith(".css") && name !== "tokens.css");
  const own = others.flatMap((name) =>
    (readFileSync(join(folder, name), "utf8").match(/:[^;]*#[\da-f]{3,8}\b|\b(?:rgb|hsl)a?\(/gi) ?? []).map((found) => `${name}${found}`),
  );
  expect(own).toEqual([]);
});

test("every folder under src is in the table, and the other way round", () => {
  expect(readdirSync(join(root, "src")).sort()).toEqual(Object.keys(FOLDERS).sort());
});

test.each(Object.keys(FOLDERS))("tsconfig references of %s are its row of the table", (folder) => {
  const { references } = JSON.parse(readFileSync(join(root, "src", folder, "tsconfig.json"), "utf8")) as { references: { path: string }[] };
  const allowed = new Set(FOLDERS[folder].folders.map((part) => part.split("/")[0]));
  expect(references.map(({ path }) => path.replace("../", "")).sort()).toEqual([...allowed].sort());
});

test("the table of docs/architecture.md is this one", () => {
  const file = join(root, "docs", "architecture.md");
  expect(existsSync(file)).toBe(true);
  const rows = [...readFileSync(file, "utf8").matchAll(/^\| `([a-z]+)\/` *\|[^|]*\|([^|]*)\|$/gm)];
  const documented = Object.fromEntries(
    rows.map(([, folder, imports]) => [folder, imports.match(/[a-z]+(\/[a-z]+)?/g)?.filter((word) => word !== "nothing") ?? []]),
  );
  expect(documented).toEqual(Object.fromEntries(Object.entries(FOLDERS).map(([folder, { folders }]) => [folder, folders])));
});
