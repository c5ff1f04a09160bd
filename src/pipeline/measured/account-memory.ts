import { z } from "zod";
import { MINUTE_MS } from "#core/units.ts";
import type { AccountWatch, Exchange } from "#exchanges/exchange.ts";
import type { Clock } from "#pipeline/clock.ts";
import type { Store } from "#storage/store.ts";

export interface AccountMemoryParts {
  readonly exchange: Pick<Exchange, "declaration">;
  readonly store: Pick<Store, "readMeta" | "writeMeta">;
  readonly clock: Pick<Clock, "every">;
  readonly onProblem: (exchange: string, problem: string) => void;
}

const SAVE_EVERY_MS = 10 * MINUTE_MS;
const addressesSchema = z.array(z.string());

/** Tells a watch whom it knew before, and keeps whom it knows: a restart does not begin with nobody. `stop` resolves when the last is stored. */
export function keepAccounts(
  watch: Pick<AccountWatch, "remember" | "accounts">,
  { exchange, store, clock, onProblem }: AccountMemoryParts,
): { stop(): Promise<void> } {
  const { id } = exchange.declaration;
  const key = `accounts:${id}`;
  let chain = guarded(async () => {
    const stored = await store.readMeta(key);
    if (stored !== undefined) watch.remember(addressesSchema.parse(JSON.parse(stored)));
  });
  const save = () => (chain = chain.then(() => guarded(write)));
  const endTimer = clock.every(SAVE_EVERY_MS, () => void save());

  async function write(): Promise<void> {
    const accounts = watch.accounts();
    // Nobody seen yet is no reason to forget those of before.
    if (accounts.length > 0) await store.writeMeta(key, JSON.stringify(accounts));
  }

  async function guarded(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => onProblem(id, `known accounts: ${error instanceof Error ? error.message : String(error)}`));
  }

  return {
    async stop() {
      endTimer();
      await save();
    },
  };
}
