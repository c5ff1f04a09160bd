import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { type Plugin, defineConfig } from "vite";

const outDir = fileURLToPath(new URL("../../dist/web", import.meta.url));
const conditions = ["source", "browser", "module", "import", "default"];

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  plugins: [react(), gzipBesideAssets()],
  resolve: { conditions },
  worker: { format: "es" },
  build: { outDir, emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 700 },
  server: { proxy: { "/v1": { target: "http://127.0.0.1:8790", ws: true } } },
});

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
