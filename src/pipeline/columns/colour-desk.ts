import { instrumentId } from "#core/instrument.ts";
import { DAY_MS } from "#core/units.ts";
import type { MarketOptions } from "#pipeline/market-options.ts";
import type { MarketState } from "#pipeline/market-state.ts";
import { heatRangeBefore } from "./heat-range.ts";

/** Keeps {@link MarketState.heatRange} of one market: found when it has gone live, which does not wait for a week of tiles, then once a day. */
export interface ColourDesk {
  /** Finds them; the days count from now on. */
  find(): void;
  /** Finds them anew when a day has begun, with the newest whole one in them. */
  tick(): void;
  /** Resolves when nothing is being looked for. */
  end(): Promise<void>;
}

export interface ColourDeskOptions extends Pick<MarketOptions, "instrument" | "store" | "clock"> {
  readonly state: MarketState;
  readonly onFound: () => void;
  readonly onProblem: (problem: string) => void;
}

export function createColourDesk({ instrument, store, clock, state, onFound, onProblem }: ColourDeskOptions): ColourDesk {
  const id = instrumentId(instrument);
  let foundAt = Infinity;
  let finding: Promise<void> = Promise.resolve();

  return {
    find,
    tick() {
      if (dayOf(clock.now()) > dayOf(foundAt)) find();
    },
    end: () => finding,
  };

  function find(): void {
    finding = finding.then(findNow);
  }

  async function findNow(): Promise<void> {
    const { book } = state;
    if (book === undefined) return;
    foundAt = clock.now();
    try {
      state.heatRange = (await heatRangeBefore((at) => store.tile(id, at), { at: foundAt, mark: book.snapshot.mark })) ?? undefined;
      onFound();
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  }
}

const dayOf = (at: number): number => Math.floor(at / DAY_MS);
