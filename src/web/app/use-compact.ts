import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 899px)");

/** Whether the page is laid out for a phone. */
export function useCompact(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

function subscribe(onChange: () => void): () => void {
  narrow.addEventListener("change", onChange);
  return () => narrow.removeEventListener("change", onChange);
}
