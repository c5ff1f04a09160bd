import "#web/styles/page.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { HEALTH_PATH } from "#web/health/address.ts";
import { followSettings } from "./page-look.ts";
import { isPhone } from "./use-compact.ts";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");

followSettings();

/** Each page is loaded by itself, so that one never waits for the other's code. */
const isHealth = location.pathname.replace(/\/$/, "") === HEALTH_PATH;
// What stands below the chart comes beside the rest, so that the chart need not change its height for it.
if (!isHealth) void (isPhone() ? import("./phone-foot.tsx") : import("./control-bar.tsx")).catch(() => undefined);
const Page = isHealth ? (await import("#web/health/health-page.tsx")).HealthPage : (await import("./app.tsx")).App;
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
