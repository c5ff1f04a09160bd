import { createMediaHook } from "./use-media.ts";

/** Upright phones are narrow, phones on their side are low. */
const small = window.matchMedia("(max-width: 899px), (max-height: 480px)");

/** Whether there is room for a phone's page only. */
export const isPhone = (): boolean => small.matches;

/** Whether the page is laid out for a phone. */
export const useCompact = createMediaHook(small);
