const system = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Whether nothing is to move that need not: the system asks for it, or the person does in the settings. Asked each time: either may change. */
export const prefersStillness = (): boolean => system.matches || document.documentElement.dataset["motion"] === "reduced";
