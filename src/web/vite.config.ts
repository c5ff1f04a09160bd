import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { type Plugin, defineConfig } from "vite";
import { OVERVIEW_PATH } from "./app/overview/address.ts";
import { HEALTH_PATH } from "./health/address.ts";

const outDir = fileURLToPath(new URL("../../dist/web", import.meta.url));
const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const conditions = ["source", "browser", "module", "import", "default"];

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  plugins: [react(), shellBeforeWorker(), gzipBesideAssets()],
  resolve: { conditions },
  worker: { format: "es" },
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: source("index.html"), "service-worker": source("offline/service-worker.ts") },
      // Its address is its identity: a hash in it would make another worker of every build.
      output: { entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
  server: { proxy: { "/v1": { target: "http://127.0.0.1:8790", ws: true } } },
});

/** Tells the service worker what it keeps: every file of this build but itself and the pictures that only an installer shows. */
function shellBeforeWorker(): Plugin {
  return {
    name: "shell-before-worker",
    apply: "build",
    closeBundle() {
      const files = readdirSync(outDir, { recursive: true, encoding: "utf8" }).filter((name) => /\.(js|css|html|svg|png|woff2|webmanifest)$/.test(name));
      const kept = files.filter((name) => name !== "service-worker.js" && !name.startsWith("screenshots")).sort();
      const hash = createHash("sha256");
      for (const name of [...kept, "service-worker.js"]) hash.update(name).update(readFileSync(join(outDir, name)));
      const shell = {
        version: hash.digest("hex").slice(0, 12),
        files: kept.map((name) => `/${name.replace(/^index\.html$/, "")}`),
        pages: ["/", HEALTH_PATH, OVERVIEW_PATH],
      };
      const worker = join(outDir, "service-worker.js");
      if (/^import\b/m.test(readFileSync(worker, "utf8"))) throw new Error("the service worker has to be one file: it shares a module with the page");
      writeFileSync(worker, `const SHELL = ${JSON.stringify(shell)};\n${readFileSync(worker, "utf8")}`);
    },
  };
}

/** Writes `x.js.gz` beside every text asset, so that the server sends compressed bytes without compressing anything itself. */
function gzipBesideAssets(): Plugin {
  return {
    name: "gzip-beside-assets",
    apply: "build",
    closeBundle() {
      for (const name of readdirSync(outDir, { recursive: true, encoding: "utf8" })) {
        const path = join(outDir, name);
        if (/\.(js|css|html|svg|webmanifest)$/.test(name)) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}
