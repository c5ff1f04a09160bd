import { usePlace } from "#web/app/navigation.ts";

/** Whether a key is meant for something else than the map: a field or a slider, or another page before it. */
export const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || usePlace.getState().place !== "map";
