import { useSyncExternalStore } from "react";

/** Makes a hook that tells whether the screen is as a media query says, now and whenever that changes. */
export function createMediaHook(query: MediaQueryList): () => boolean {
  const subscribe = (onChange: () => void) => {
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  };
  const matches = () => query.matches;
  return function useMedia() {
    return useSyncExternalStore(subscribe, matches);
  };
}
