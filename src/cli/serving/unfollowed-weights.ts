const LOOK_AGAIN_MS = 1000;

/** Of a hub: whether exchanges are still being asked for their markets, and what it follows. */
interface Following {
  preparing(): unknown;
  market(id: string): unknown;
}

/** Says once, when every exchange has listed what it has, which markets' weights were given in vain. Returns what ends the wait. */
export function warnOfUnfollowedWeights(hub: Following, ids: readonly string[], warn: (id: string, words: string) => void): () => void {
  const timer = setInterval(look, LOOK_AGAIN_MS);
  const end = () => clearInterval(timer);
  function look(): void {
    if (hub.preparing()) return;
    end();
    for (const id of ids) if (!hub.market(id)) warn(id, "its weights were given, but it is not followed here");
  }
  look();
  return end;
}
