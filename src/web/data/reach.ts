/** Asks the server. Throws one sentence when it cannot be reached: browsers say "Failed to fetch" or "Load failed", which helps nobody. */
export async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    throw error instanceof TypeError ? new Error("the server could not be reached", { cause: error }) : error;
  }
}
