import { useEffect } from "react";
import { useLive } from "./live-store.ts";

/** How often the page asks for the map while the stream is away, and while history is filled. */
export const REQUEST_EVERY_MS = 5_000;
const WHILE_FILLING_MS = 2_000;

/** Calls `renew` regularly while the stream does not bring the map: it is away, or history is still being filled. */
export function useRequests(renew: () => void, filling: boolean): void {
  const away = useLive((live) => live.stream !== "open");
  useEffect(() => {
    if (!filling && !away) return undefined;
    const timer = setInterval(() => document.hidden || renew(), filling ? WHILE_FILLING_MS : REQUEST_EVERY_MS);
    return () => clearInterval(timer);
  }, [renew, filling, away]);
}
