// `npm run bench -- NAME`: builds nothing, bundles bench/NAME.ts with its imports and runs it, in a process of its own so that memory counts.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const name = process.argv[2];
const names = readdirSync(join(root, "bench")).flatMap((file) => (isBench(file) ? file.replace(/\.ts$/, "") : []));
if (!names.includes(name)) {
  process.stderr.write(`npm run bench -- NAME, which is one of: ${names.join(", ")}. What they gave so far: bench/RESULTS.md\n`);
  process.exit(2);
}
mkdirSync(join(root, "dist"), { recursive: true });
const outDir = mkdtempSync(join(root, "dist", "bench-"));
process.on("exit", () => rmSync(outDir, { recursive: true, force: true }));
await build({
  root,
  logLevel: "error",
  resolve: { conditions: ["source", "node"] },
  ssr: { resolve: { conditions: ["source", "node"] } },
  build: { ssr: join(root, "bench", `${name}.ts`), outDir, emptyOutDir: true, minify: false, target: "node20" },
});
process.exitCode = spawnSync(process.execPath, [join(outDir, `${name}.js`), ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;

/** What a bench is made of has exports; a bench has none. */
function isBench(file) {
  return file.endsWith(".ts") && !/^export /m.test(readFileSync(join(root, "bench", file), "utf8"));
}
