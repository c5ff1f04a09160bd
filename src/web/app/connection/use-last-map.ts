import { useEffect, useRef } from "react";
import { useChartSession } from "#web/app/session/chart-session-store.ts";
import { useLive } from "./live-store.ts";
import { useChartReport } from "#web/app/reading/reading-store.ts";
import { useFreshness } from "#web/app/markets/use-freshness.ts";
import { useHeatStyle } from "#web/app/controls/use-heat-style.ts";
import { useView } from "#web/app/view/view-store.ts";

const FIRST_AFTER_MS = 15_000;
const EVERY_MS = 5 * 60_000;

/** Keeps a picture of the map now and then, and when the page is left, for a time when the server does not answer. A stale map is not kept again. */
export function useLastMap(): void {
  const style = useHeatStyle();
  const { stale } = useFreshness();
  const latest = useRef({ style, stale });
  latest.current = { style, stale };
  useEffect(() => {
    const onVisibility = () => document.hidden && keep();
    const keep = () => void keepNow(latest.current);
    const first = setTimeout(keep, FIRST_AFTER_MS);
    const timer = setInterval(() => document.hidden || keep(), EVERY_MS);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, []);
}

async function keepNow({ style, stale }: { readonly style: ReturnType<typeof useHeatStyle>; readonly stale: boolean }): Promise<void> {
  const { source } = useLive.getState();
  if (stale || !source || useChartReport.getState().tilesLoading > 0) return;
  const capture = useChartSession.getState().session?.capture();
  if (!capture) return;
  // A full or closed store is no reason to say anything: the next time may do.
  await import("./last-map.ts").then(({ keepLastMap }) => keepLastMap({ capture, view: useView.getState(), style, source })).catch(() => undefined);
}
