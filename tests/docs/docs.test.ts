import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createProgram } from "#cli/program.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const textOf = (path: string) => readFileSync(join(root, path), "utf8");
/** Packages that are run, not imported, by the command that runs them. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  typescript: ["tsc "],
  oxfmt: ["oxfmt "],
  oxlint: ["oxlint "],
  "oxlint-tsgolint": ["oxlint --type-aware"],
};
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((path) => join("docs", path)),
]
  .filter((path) => path.endsWith(".md"))
  .sort();

describe.each(pages)("%s", (page) => {
  const text = textOf(page).replaceAll(/^```[^]*?^```/gm, "");

  test("links lead somewhere", () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => !/^https?:/.test(link));
    expect(links.filter((link) => !isThere(page, link))).toEqual([]);
  });

  test("source files that it names exist", () => {
    const named = [...text.matchAll(/`((?:src|tests|bench|bin|docs)\/[a-z0-9/.-]+\.[a-z]+)`/g)].map(([, file]) => file);
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

test("every dependency has its reason, and nothing else has one", () => {
  const { dependencies, devDependencies } = JSON.parse(textOf("package.json")) as Record<"dependencies" | "devDependencies", Record<string, string>>;
  const rows = textOf("docs/decisions/002-dependencies.md").match(/^\| `.*$/gm) ?? [];
  const explained = rows.flatMap((row) => [...row.split("|")[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(explained.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
});

test("every dependency is imported or runs in a script", () => {
  const { dependencies, devDependencies, scripts } = JSON.parse(textOf("package.json")) as Record<string, Record<string, string>>;
  const sources = ["src", "tests", "bench", "bin"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  );
  const text = sources
    .filter((path) => /\.(ts|tsx|mjs|js)$/.test(path))
    .map(textOf)
    .join("\n");
  const isUsed = (name: string) => text.includes(`"${name}`) || TOOLS[name]?.some((command) => JSON.stringify(scripts).includes(command));
  const names = [...Object.keys(dependencies), ...Object.keys(devDependencies)].filter((name) => !name.startsWith("@types/"));
  expect(names.filter((name) => !isUsed(name))).toEqual([]);
});

test("the README lists the commands that there are", async () => {
  const listed = [...textOf("README.md").matchAll(/^\| `([a-z-]+)` *\|/gm)].map(([, name]) => name);
  const existing = (await createProgram("0.0.0")).commands.map((command) => command.name());
  expect(listed.sort()).toEqual(existing.sort());
});

test("CONTRIBUTING stays under 60 lines", () => expect(textOf("CONTRIBUTING.md").split("\n").length).toBeLessThan(60));

function isThere(page: string, link: string): boolean {
  const [path, anchor] = link.split("#");
  const file = path === "" ? join(root, page) : join(root, dirname(page), decodeURI(path));
  if (!existsSync(file)) return false;
  return anchor === undefined || headingsOf(readFileSync(file, "utf8")).includes(anchor);
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading));
}

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  const words = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s-]/gu, "");
  return words.trim().replaceAll(/\s/g, "-");
}
