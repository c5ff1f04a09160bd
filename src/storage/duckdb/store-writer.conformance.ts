import { BTC, modelled } from "#storage/conformance/samples.conformance.ts";
import { openDuckDbStore } from "./open-duckdb-store.ts";
import { candlesOfBatch, columnsOfBatch } from "./writer-batches.conformance.ts";

/**
 * A process that appends batch after batch to the file of its first argument until it is killed or refused.
 * It says `candles N` and `columns N` when a batch is acknowledged, and `refused MESSAGE` at the end.
 */
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

try {
  const store = await openDuckDbStore({ file: process.argv[2] });
  say("open");
  for (let batch = 0; ; batch++) {
    await store.appendEvents(candlesOfBatch(batch));
    say(`candles ${batch}`);
    await store.appendColumns(BTC, modelled(0), columnsOfBatch(batch));
    say(`columns ${batch}`);
  }
} catch (error) {
  say(`refused ${String(error)}`);
}
