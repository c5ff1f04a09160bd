/** The overview as a page of its own. */
export const OVERVIEW_PATH = "/overview";

/** What its address carries beside the view of the map. */
export const OVERVIEW_WORDS: readonly string[] = ["sort", "find"];
