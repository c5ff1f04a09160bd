import { useSyncExternalStore } from "react";

/** Upright phones are narrow, phones on their side are low. */
const small = window.matchMedia("(max-width: 899px), (max-height: 480px)");

/** Whether there is room for a phone's page only. */
export const isPhone = (): boolean => small.matches;

/** Whether the page is laid out for a phone. */
export function useCompact(): boolean {
  return useSyncExternalStore(subscribe, () => small.matches);
}

function subscribe(onChange: () => void): () => void {
  small.addEventListener("change", onChange);
  return () => small.removeEventListener("change", onChange);
}
