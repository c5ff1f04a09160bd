/** The overview as a page of its own. */
export const OVERVIEW_PATH = "/overview";
