/** Address of the Health page. */
export const HEALTH_PATH = "/health";
