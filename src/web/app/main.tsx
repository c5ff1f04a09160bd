import "#web/styles/page.css";
import { options } from "preact";
import { type ComponentType, type ReactElement, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { HEALTH_PATH } from "#web/health/address.ts";
import { type Place, startNavigation, usePlace } from "./navigation.ts";
import { Pages } from "./pages.tsx";
import { followSettings } from "./settings/page-look.ts";
import { isPhone } from "./view/use-compact.ts";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");

followSettings();

// Effects of what a person did run before the next frame, as React's do; Preact would let a frame pass first.
options.requestAnimationFrame = queueMicrotask;

/** Each page is loaded by itself, so that one never waits for the other's code. */
const PAGES: Readonly<Record<Place, () => Promise<ComponentType>>> = {
  map: mapPage,
  overview: async () => (await import("./overview/overview-page.tsx")).OverviewPage,
};
const loaded = new Map<Place, ComponentType>();
const load = async (place: Place) => loaded.set(place, loaded.get(place) ?? (await PAGES[place]()));

async function mapPage(): Promise<ComponentType> {
  // What stands below the chart comes beside the rest, so that the chart need not change its height for it.
  void (isPhone() ? import("./phone/phone-foot.tsx") : import("./controls/desk-foot.tsx")).catch(() => undefined);
  return (await import("./app.tsx")).App;
}

/** Health stands for itself: it has to tell what ails the others. */
async function firstPage(): Promise<ReactElement> {
  if (location.pathname.replace(/\/$/, "") === HEALTH_PATH) {
    const { HealthPage } = await import("#web/health/health-page.tsx");
    return <HealthPage />;
  }
  await load(usePlace.getState().place);
  startNavigation(load);
  return <Pages loaded={loaded} />;
}

createRoot(root).render(<StrictMode>{await firstPage()}</StrictMode>);
