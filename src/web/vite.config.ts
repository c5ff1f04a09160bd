import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { type Plugin, type Rolldown, defineConfig } from "vite";
import { OVERVIEW_PATH } from "./app/overview/address.ts";
import { HEALTH_PATH } from "./health/address.ts";

const outDir = fileURLToPath(new URL("../../dist/web", import.meta.url));
const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const conditions = ["source", "browser", "module", "import", "default"];

/** The map, and what is loaded with it on a desk and on a phone. */
const MAP = { all: source("app/app.tsx"), desk: source("app/controls/desk-foot.tsx"), phone: source("app/phone/phone-foot.tsx") };
/** What stands below the map whatever the screen: too little to be files of their own. */
const IN_EVERY_FOOT: ReadonlySet<string> = new Set([source("app/drawer/panel-host-later.tsx"), source("ui/use-vertical-drag.ts"), source("ui/tabs.tsx")]);
const OTHER_PAGES = [source("health/health-page.tsx"), source("app/overview/overview-page.tsx")];

/**
 * Files of the first screen: few, since each costs a request and a head of its own. Without them the bundler makes dozens.
 * `base` is what other pages stand on too, `map` the rest of the map's page.
 */
const firstFiles = () => {
  let base: ReadonlySet<string> | undefined;
  return [
    {
      debugName: "base",
      name(id: string, modules: ModuleTable) {
        base ??= baseOf(modules);
        return base.has(id) ? "base" : null;
      },
      priority: 3,
    },
    { name: "map", priority: 2, test: (id: string) => id === MAP.all || IN_EVERY_FOOT.has(id) },
  ];
};

type ModuleTable = Pick<Rolldown.PluginContext, "getModuleInfo">;

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  plugins: [namesOfFirstFiles(), shellBeforeWorker(), zipBesideAssets()],
  resolve: {
    conditions,
    // The page is written for React and runs on a tenth of its weight: docs/decisions/011-preact.md.
    alias: [
      { find: /^react\/jsx(-dev)?-runtime$/, replacement: "preact/jsx-runtime" },
      { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
      { find: /^react(-dom)?$/, replacement: "preact/compat" },
      { find: /^use-sync-external-store\/shim\/with-selector(\.js)?$/, replacement: source("ui/store-selection.ts") },
    ],
  },
  worker: { format: "es" },
  build: {
    outDir,
    // Every browser that reads the language of the build knows modulepreload.
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Which plugin took how long, and that libraries tell other bundlers "use client", is nothing that who starts the server can act on.
      checks: { pluginTimings: false, moduleLevelDirective: false },
      input: { index: source("index.html"), "service-worker": source("offline/service-worker.ts") },
      // Its address is its identity: a hash in it would make another worker of every build.
      output: {
        entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js"),
        codeSplitting: { groups: firstFiles() },
      },
    },
  },
  server: { proxy: { "/v1": { target: "http://127.0.0.1:8790", ws: true } } },
});

/** Tells public/first-paint.js which files the map needs, so that they are asked for before any script has run. */
function namesOfFirstFiles(): Plugin {
  return {
    name: "names-of-first-files",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const named = (id: string): readonly string[] => {
          const chunk = chunks.find(({ moduleIds }) => moduleIds.includes(id));
          return chunk ? [chunk.fileName, ...chunk.imports] : [];
        };
        const data = Object.entries(MAP).map(
          ([name, id]) =>
            `data-${name}="${named(id)
              .map((file) => `/${file}`)
              .join(" ")}"`,
        );
        return html.replace('src="/first-paint.js"', `src="/first-paint.js" ${data.join(" ")}`);
      },
    },
  };
}

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

/** Modules that the map and another page need before they show anything. */
function baseOf(modules: ModuleTable): ReadonlySet<string> {
  function under(ids: readonly string[], known = new Set<string>()): Set<string> {
    for (const id of ids) {
      if (known.has(id)) continue;
      known.add(id);
      under(modules.getModuleInfo(id)?.importedIds ?? [], known);
    }
    return known;
  }
  const elsewhere = under(OTHER_PAGES);
  const main = source("app/main.tsx");
  const shared = new Set([...under([main]), ...[...under([MAP.all])].filter((id) => elsewhere.has(id))]);
  // It waits for a page, which would wait for the file that it is in.
  shared.delete(main);
  return shared;
}

/** Writes `x.js.br` and `x.js.gz` beside every text asset, so that the server sends compressed bytes without compressing anything itself. Browsers take the first, a sixth smaller, over https and from their own machine. */
function zipBesideAssets(): Plugin {
  return {
    name: "zip-beside-assets",
    apply: "build",
    closeBundle() {
      for (const name of readdirSync(outDir, { recursive: true, encoding: "utf8" })) {
        const path = join(outDir, name);
        if (!/\.(js|css|html|svg|webmanifest)$/.test(name)) continue;
        const text = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(text));
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
      }
    },
  };
}
