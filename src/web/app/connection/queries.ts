import { QueryClient } from "@tanstack/react-query";

/** Parts of a page that appear one after the other share an answer. */
const FRESH_MS = 2_000;

/** What the server was asked, for every page that shows the market. A server on this machine answers without a network: whether one can be asked is not for the browser to say. */
export const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: true, networkMode: "always", staleTime: FRESH_MS } },
});
