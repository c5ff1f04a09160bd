import { defineConfig } from "vitest/config";
import { PATIENCE_MS } from "./tests/support/patience.ts";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    testTimeout: 3 * PATIENCE_MS,
    hookTimeout: 3 * PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS } },
    pool: "forks",
    // Much of what takes long waits for a server or a browser. The default, one worker less than processors, left a machine of two idle for a third of the time.
    maxWorkers: 2,
  },
});
