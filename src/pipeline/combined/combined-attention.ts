import type { InstrumentId } from "#core/instrument.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { CombinedMarket } from "./combined-markets.ts";

/** Who looks at a combined market looks at its members, those that join it later too. */
export interface CombinedAttention {
  attend(id: string): () => void;
  /** To be called when members may have come or gone. */
  follow(): void;
}

interface Look {
  readonly id: string;
  /** Ends of the looking at each member. */
  readonly ends: Map<InstrumentId, () => void>;
}

export function createCombinedAttention(hub: Pick<Hub, "attend">, combined: () => readonly CombinedMarket[]): CombinedAttention {
  const looks = new Set<Look>();

  function followOne({ id, ends }: Look) {
    for (const member of combined().find((market) => market.id === id)?.members ?? []) if (!ends.has(member.id)) ends.set(member.id, hub.attend(member.id));
  }

  return {
    attend(id) {
      const look: Look = { id, ends: new Map() };
      const end = hub.attend(id);
      looks.add(look);
      followOne(look);
      return () => {
        looks.delete(look);
        end();
        for (const endOfMember of look.ends.values()) endOfMember();
      };
    },
    follow: () => looks.forEach(followOne),
  };
}
