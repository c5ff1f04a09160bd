import { create } from "zustand";
import { OVERVIEW_PATH } from "./overview/address.ts";

/** Pages that share one session: what is loaded, the stream, and the map as it was left. */
export type Place = "map" | "overview";

const placeOf = (path: string): Place => (path.replace(/\/$/, "") === OVERVIEW_PATH ? "overview" : "map");

/** Which of them is on screen. */
export const usePlace = create<{ readonly place: Place }>(() => ({ place: placeOf(window.location.pathname) }));

type Loader = (place: Place) => Promise<unknown>;
let load: Loader = () => Promise.resolve();

/** Tells who loads a page's code. Leads everybody who presses a link to one of the pages there without another document, and the browser's ways back and on. */
export function startNavigation(loader: Loader): void {
  load = loader;
  document.addEventListener("click", followLink);
  window.addEventListener("popstate", () => void show(placeOf(window.location.pathname)));
}

/** Loads what a page needs, so that it opens at once. */
export const prepare = (place: Place): void => void load(place).catch(() => undefined);

/** Goes to an address of one of the pages. */
export function goTo(address: string): void {
  window.history.pushState(null, "", address);
  // Whoever follows the address reads it anew, as after the browser's own way there.
  window.dispatchEvent(new PopStateEvent("popstate"));
}

/** What is on screen stays until the other can be shown. Without its code the browser goes there by itself. */
async function show(place: Place): Promise<void> {
  try {
    await load(place);
  } catch {
    window.location.reload();
    return;
  }
  if (placeOf(window.location.pathname) === place) usePlace.setState({ place });
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== window.location.origin) return;
  if (link.hash || (link.pathname !== "/" && link.pathname !== OVERVIEW_PATH)) return;
  event.preventDefault();
  goTo(link.href);
}
