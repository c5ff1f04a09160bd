import type { LadderShown } from "#web/app/view/view.ts";
import { createMediaHook } from "#web/app/view/use-media.ts";
import { useView } from "#web/app/view/view-store.ts";

/** Narrower, the map would have less room than what stands beside it. */
const useRoom = createMediaHook(window.matchMedia("(min-width: 1100px)"));

/** Whether the order book stands beside the map: where it is wanted and there is room. */
export function useLadderShown(compact: boolean): LadderShown {
  const wanted = useView((view) => view.ladder);
  const hasRoom = useRoom();
  return hasRoom && !compact ? wanted : "hidden";
}
