import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe } from "vitest";
import { candlesConformance } from "./conformance/candles.conformance.ts";
import { columnsConformance } from "./conformance/columns.conformance.ts";
import { documentsConformance } from "./conformance/documents.conformance.ts";
import { eventsConformance } from "./conformance/events.conformance.ts";
import { layersConformance } from "./conformance/layers.conformance.ts";
import { levelsConformance } from "./conformance/levels.conformance.ts";
import { realisedConformance } from "./conformance/realised.conformance.ts";
import { sampleBarsConformance } from "./conformance/sample-bars.conformance.ts";
import { sealingConformance } from "./conformance/sealing.conformance.ts";
import type { Store } from "./store.ts";

export interface StoreBackend {
  readonly name: string;
  /** Opens the store that lives at `place`, an empty directory of the suite's own; the same place is the same store. */
  readonly open: (place: string) => Promise<Store>;
}

/** What a part of the suite works with: a fresh store for each test. */
export interface StoreUnderTest {
  /** The store as it is open now. */
  readonly store: Store;
  /** Closes the store and opens it again. */
  reopen(): Promise<void>;
}

/** The promises of store.ts, as tests that every backend runs. */
export function storeConformance({ name, open }: StoreBackend): void {
  describe(`${name} keeps the promises of a store`, () => {
    let place: string;
    let store: Store;
    beforeEach(async () => {
      place = await mkdtemp(join(tmpdir(), "powderkeg-store-"));
      store = await open(place);
    });
    afterEach(async () => {
      await store.close();
      await rm(place, { recursive: true });
    });
    const underTest: StoreUnderTest = {
      get store() {
        return store;
      },
      async reopen() {
        await store.close();
        store = await open(place);
      },
    };
    for (const conformance of PARTS) conformance(underTest);
  });
}

const PARTS = [
  documentsConformance,
  eventsConformance,
  candlesConformance,
  columnsConformance,
  sealingConformance,
  levelsConformance,
  layersConformance,
  realisedConformance,
  sampleBarsConformance,
];
