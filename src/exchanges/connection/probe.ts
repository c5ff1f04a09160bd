import { AppError } from "#core/app-error.ts";

/** Makes a cheap call that proves an exchange answers; a call that runs out of time says who did not answer. */
export async function probe({ label, url }: { readonly label: string; readonly url: string }, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "TimeoutError")) throw error;
    throw new AppError("unavailable", `${label} at ${url} did not answer in the time given`, { cause: error });
  }
}
