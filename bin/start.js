// `npm start`: builds when a source is newer than the last build, then serves.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "dist", ".built");

if (newestOf(["src", "package.json", "package-lock.json", "tsconfig.json", "tsconfig.base.json"]) > timeOf(stamp)) {
  process.stderr.write("powderkeg: building (once; about 10 s)\n");
  const build = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" });
  if (build.status !== 0) process.exit(build.status ?? 1);
  writeFileSync(stamp, "");
}
const { main } = await import(new URL("../dist/cli/main.js", import.meta.url).href);
process.exitCode = await main(["serve", ...process.argv.slice(2)]);

function newestOf(paths) {
  return Math.max(...paths.map((path) => newest(join(root, path))));
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
