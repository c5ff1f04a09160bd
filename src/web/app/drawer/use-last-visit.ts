import { useEffect } from "react";
import { create } from "zustand";
import { MINUTE_MS } from "#core/units.ts";
import { noteVisit } from "./last-visit.ts";

const useVisit = create<{ readonly visitMs: number | undefined }>(() => ({ visitMs: noteVisit(Date.now()) }));

/** When the person was here before this visit; undefined: never, or this browser does not keep it. */
export const useLastVisit = (): number | undefined => useVisit((visit) => visit.visitMs);

/** Notes every minute in which the page is in sight. */
export function useVisitKeeper(): void {
  useEffect(() => {
    const note = () => document.hidden || useVisit.setState({ visitMs: noteVisit(Date.now()) });
    const timer = setInterval(note, MINUTE_MS);
    document.addEventListener("visibilitychange", note);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", note);
    };
  }, []);
}
