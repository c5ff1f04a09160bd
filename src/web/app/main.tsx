import "#web/styles/page.css";
import { options } from "preact";
import { type ComponentType, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { HEALTH_PATH } from "#web/health/address.ts";
import { OVERVIEW_PATH } from "./overview/address.ts";
import { followSettings } from "./page-look.ts";
import { isPhone } from "./use-compact.ts";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");

followSettings();

// Effects of what a person did run before the next frame, as React's do; Preact would let a frame pass first.
options.requestAnimationFrame = queueMicrotask;

/** Each page is loaded by itself, so that one never waits for the other's code. */
const PAGES: Readonly<Record<string, () => Promise<ComponentType>>> = {
  [HEALTH_PATH]: async () => (await import("#web/health/health-page.tsx")).HealthPage,
  [OVERVIEW_PATH]: async () => (await import("./overview/overview-page.tsx")).OverviewPage,
};

async function mapPage(): Promise<ComponentType> {
  // What stands below the chart comes beside the rest, so that the chart need not change its height for it.
  void (isPhone() ? import("./phone-foot.tsx") : import("./desk-foot.tsx")).catch(() => undefined);
  return (await import("./app.tsx")).App;
}

const Page = await (PAGES[location.pathname.replace(/\/$/, "")] ?? mapPage)();
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
