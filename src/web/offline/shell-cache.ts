/** One build of the page. */
export interface Shell {
  /** Changes with any of its files. */
  readonly version: string;
  /** Paths of everything that the page needs to open, `/` among them. */
  readonly files: readonly string[];
  /** Paths at which the page opens. */
  readonly pages: readonly string[];
}

/** What a page may say to the worker of a newer build that waits: replace the one that runs. */
export type ShellRequest = "take over";

const PREFIX = "powderkeg-shell-";
export const cacheName = ({ version }: Pick<Shell, "version">): string => `${PREFIX}${version}`;

/** Caches of other builds among `names`: nothing else is ours to delete. */
export const outdatedCaches = (names: readonly string[], shell: Pick<Shell, "version">): readonly string[] =>
  names.filter((name) => name.startsWith(PREFIX) && name !== cacheName(shell));

/** How a request is answered. `network`: the worker keeps out of it, so that no reply of the server is ever an old one. */
export type Answer = "network" | "page" | "hashed" | "file";

/** Decides by address alone. Only the page's own files are ever kept. */
export function answerFor({ method, mode, url }: Pick<Request, "method" | "mode" | "url">, shell: Shell, origin: string): Answer {
  const { origin: asked, pathname } = new URL(url);
  if (method !== "GET" || asked !== origin) return "network";
  if (mode === "navigate") return shell.pages.includes(pathname) ? "page" : "network";
  // A file of an older build, which an open page still loads from, is in that build's cache or gone.
  if (pathname.startsWith("/assets/")) return "hashed";
  return shell.files.includes(pathname) ? "file" : "network";
}

/** Paths of hashed files that a page names and the shell has not: it is of another build. */
export const strangersIn = (html: string, { files }: Pick<Shell, "files">): readonly string[] =>
  [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path).filter((path) => !files.includes(path));
