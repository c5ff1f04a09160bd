import { setMaxListeners } from "node:events";
import type { z } from "zod";
import { AppError } from "#core/app-error.ts";
import type { Ms } from "#core/units.ts";
import { backoffMs } from "./backoff.ts";
import type { Timing } from "./clock.ts";
import { type Allowance, createRateBudget } from "./rate-budget.ts";
import { type Peer, type Refusal, errorOf, refusalOfNetwork, refusalOfStatus } from "./refusal.ts";

export interface RestRequest<Shape extends z.ZodType, Budget extends string> {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly budget: Budget;
  readonly weight: number;
  /** How much of the budget it leaves free to requests that are in more of a hurry. Default: nothing. */
  readonly leaves?: number;
  /** The answer is parsed with it, once, here. */
  readonly schema: Shape;
  readonly signal: AbortSignal;
  /** How often to try in all. Default 4. */
  readonly attempts?: number;
}

/** A question put as a JSON body. It changes nothing at the exchange, so it may be asked again. */
export interface RestQuestion<Shape extends z.ZodType, Budget extends string> extends Omit<RestRequest<Shape, Budget>, "query"> {
  readonly body: Readonly<Record<string, unknown>>;
}

/** Public requests to one host. Both reject with an AppError whose sentence says who refused and why, or with the signal's reason. */
export interface RestClient<Budget extends string> {
  get<Shape extends z.ZodType>(request: RestRequest<Shape, Budget>): Promise<z.output<Shape>>;
  post<Shape extends z.ZodType>(question: RestQuestion<Shape, Budget>): Promise<z.output<Shape>>;
  /** While the host wants no requests, which wait until then: why. */
  pause(): RestPause | undefined;
}

/** A silence that the exchange asked for. */
export interface RestPause {
  readonly sentence: string;
  readonly since: Ms;
  readonly until: number;
}

export interface RestClientOptions<Budget extends string> {
  readonly label: string;
  readonly baseUrl: string;
  /** Environment name of the base URL, named when the host refuses this place. */
  readonly setting: string;
  readonly budgets: Readonly<Record<Budget, Allowance>>;
  readonly timing: Timing;
  readonly timeoutMs: number;
  /** Finds the exchange's own message in the body of a refusal; also of one that comes with HTTP 200, so it must be undefined for every good answer. */
  explain?(body: unknown): Explanation | undefined;
}

/** What an exchange says in the body of a refusal. */
export interface Explanation {
  readonly message: string;
  readonly code?: AppError["code"];
  /** Of a refusal with HTTP 200: the same request may work later, or after this pause. */
  readonly passes?: boolean;
  readonly pauseMs?: number;
}

type Answer = { readonly kind: "body"; readonly body: unknown } | { readonly kind: "refusal"; readonly refusal: Refusal };

const DEFAULT_ATTEMPTS = 4;

const METHODS = {
  get: { headers: { accept: "application/json" } },
  post: { method: "POST", headers: { accept: "application/json", "content-type": "application/json" } },
};

/** Waits for the budgets, for Retry-After and between attempts; gives up on what waiting cannot mend. */
export function createRestClient<Budget extends string>(options: RestClientOptions<Budget>): RestClient<Budget> {
  const { label, timing, budgets } = options;
  const { clock, random } = timing;
  const names = Object.keys(budgets) as Budget[];
  const rateBudgets = Object.fromEntries(names.map((name) => [name, createRateBudget(label, budgets[name], clock)])) as Record<
    Budget,
    ReturnType<typeof createRateBudget>
  >;

  let pause: RestPause | undefined;

  return {
    pause: () => (pause !== undefined && clock.now() < pause.until ? pause : undefined),
    get: ({ path, query = {}, ...terms }) => askUntilAnswered(urlOf(options.baseUrl, path, query), undefined, { ...terms, name: path }),
    post: ({ path, body, ...terms }) => askUntilAnswered(urlOf(options.baseUrl, path, {}), JSON.stringify(body), { ...terms, name: questionName(path, body) }),
  };

  function pauseAll(sentence: string, until: number): void {
    pause = { sentence, since: clock.now(), until: Math.max(until, pause?.until ?? 0) };
    for (const each of names) rateBudgets[each].pauseUntil(until);
  }

  async function askUntilAnswered<Shape extends z.ZodType>(url: URL, question: string | undefined, terms: Terms<Shape, Budget>): Promise<z.output<Shape>> {
    const { name, budget, weight, leaves, schema, signal, attempts = DEFAULT_ATTEMPTS } = terms;
    // A whole backfill waits on one signal.
    setMaxListeners(0, signal);
    for (let attempt = 1; ; attempt++) {
      await rateBudgets[budget].spend(weight, signal, leaves);
      const answer = await ask(options, { url, question }, signal);
      if (answer.kind === "body") return parsed(schema, answer.body, `${label} ${name}`);
      const { refusal } = answer;
      // Limits are per address, so one refusal silences every budget of the host.
      if (refusal.pauseMs !== undefined) pauseAll(refusal.sentence, clock.now() + refusal.pauseMs);
      if (!refusal.passes || attempt >= attempts) throw errorOf(refusal);
      if (refusal.pauseMs === undefined) await clock.sleep(backoffMs(attempt - 1, random), signal);
    }
  }
}

/** What a request needs beside its address; `name` is what errors call it. */
type Terms<Shape extends z.ZodType, Budget extends string> = Omit<RestRequest<Shape, Budget>, "path" | "query"> & { readonly name: string };

/** Where everything is asked of one path, the kind of question tells more than the path. */
const questionName = (path: string, { type }: Readonly<Record<string, unknown>>): string => (typeof type === "string" ? `${path} ${type}` : path);

interface Asked {
  readonly url: URL;
  /** Body of a POST; undefined: a GET. */
  readonly question: string | undefined;
}

async function ask<Budget extends string>(options: RestClientOptions<Budget>, { url, question }: Asked, signal: AbortSignal): Promise<Answer> {
  const { label, setting, timeoutMs, timing } = options;
  const peer: Peer = { label, setting, url: `${url.origin}${url.pathname}` };
  const request = new AbortController();
  const deadline = new AbortController();
  const onAbort = (): void => request.abort(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const late = timing.clock.sleep(timeoutMs, deadline.signal).then(
    () => request.abort(new Error(`no answer within ${timeoutMs / 1000} s`)),
    () => undefined,
  );
  try {
    signal.throwIfAborted();
    const response = await fetch(url, {
      signal: request.signal,
      ...METHODS[question === undefined ? "get" : "post"],
      ...(question === undefined ? {} : { body: question }),
    });
    const text = await response.text();
    const body = jsonOf(text);
    if (response.ok && body !== undefined) {
      const said = options.explain?.(body);
      return said === undefined ? { kind: "body", body } : refuse(refusalDespiteOk(label, said));
    }
    if (response.ok) return refuse({ sentence: `${label} answered ${peer.url} with something other than JSON`, code: "unavailable", passes: true });
    return refuse(refusalOf(options, peer, response, body));
  } catch (error) {
    signal.throwIfAborted();
    return refuse(refusalOfNetwork(peer, error));
  } finally {
    signal.removeEventListener("abort", onAbort);
    deadline.abort();
    await late;
  }
}

const refuse = (refusal: Refusal): Answer => ({ kind: "refusal", refusal });

function refusalOf<Budget extends string>(options: RestClientOptions<Budget>, peer: Peer, response: Response, body: unknown): Refusal {
  const said = options.explain?.(body);
  const refusal = refusalOfStatus(peer, response.status, { retryAfter: response.headers.get("retry-after"), detail: said?.message });
  return said?.code === undefined ? refusal : { ...refusal, code: said.code };
}

function refusalDespiteOk(label: string, { message, code = "unavailable", pauseMs, passes = pauseMs !== undefined }: Explanation): Refusal {
  return { sentence: `${label} refused the request: ${message}`, code, passes, ...(pauseMs === undefined ? {} : { pauseMs }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function urlOf(baseUrl: string, path: string, query: Readonly<Record<string, string | number>>): URL {
  const url = new URL(baseUrl.replace(/\/+$/, "") + path);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}

function parsed<Shape extends z.ZodType>(schema: Shape, body: unknown, source: string): z.output<Shape> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new AppError("unavailable", `${source} answered in an unknown shape: ${path.join(".") || "body"}: ${message}`, { cause: result.error });
}
