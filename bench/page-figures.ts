// What the page has to reach, as a table: npm run bench -- page-figures http://127.0.0.1:8790 [desk|phone] [year|loads|switches|panning|replays]
// Headless, software rendering, beside a running server with a week of two coins or more. Memory over half an hour is `page-memory`'s.
import { measureFirstLoads } from "./page-figures/first-loads.ts";
import { measurePanning } from "./page-figures/panning.ts";
import { measureReplays } from "./page-figures/replays.ts";
import { measureSwitches } from "./page-figures/switches.ts";
import { sayHead } from "./page-figures/table.ts";
import { measureYear } from "./page-figures/year.ts";
import { SCREENS } from "./screens.ts";

const [base = "http://127.0.0.1:8790", device, part] = process.argv.slice(3);
const PARTS = { year: measureYear, loads: measureFirstLoads, switches: measureSwitches, panning: measurePanning, replays: measureReplays };

for (const [name, screen] of Object.entries(SCREENS)) {
  if (device !== undefined && device !== name) continue;
  console.log(`\n${screen.name}, ${new Date().toISOString()}\n`);
  sayHead();
  for (const [its, measurePart] of Object.entries(PARTS)) if (part === undefined || part === its) await measurePart(base, screen);
}
