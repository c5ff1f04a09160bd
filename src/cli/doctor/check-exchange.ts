import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { messageOf, refusalKind } from "#exchanges/connection/refusal.ts";
import type { Exchange } from "#exchanges/exchange.ts";
import { type Finding, duration, fault, ok, warning } from "./finding.ts";
import { findingsOf } from "./judge-listening.ts";
import { type Listening, type StreamReport, listen } from "./listen.ts";

/**
 * Whether an exchange can be used from here. `partly`: some streams that should come do not. `blocked`: it does not serve this place.
 * `limited`: it limits or has banned this address. `silent`: it answers, but no data come.
 */
export type Verdict = "usable" | "partly" | "blocked" | "limited" | "silent" | "unreachable";

export interface ExchangeReport {
  readonly exchange: string;
  readonly label: string;
  readonly verdict: Verdict;
  /** What was listened to; null when it did not come so far. */
  readonly symbol: string | null;
  /** The quicker of two questions; null when there was no answer. */
  readonly restMs: number | null;
  /** The exchange's clock minus ours; null when it could not be told. */
  readonly skewMs: number | null;
  readonly streams: readonly StreamReport[];
  readonly findings: readonly Finding[];
}

export interface ExchangeCheckOptions {
  readonly coin: string;
  readonly listenMs: number;
  readonly clock: Clock;
}

const REST_DEADLINE_MS = 10_000;
/** Hundreds of them may be in the answer. */
const LISTING_DEADLINE_MS = 20_000;
const SLOW_MS = 1_500;

/** Asks, then listens, as `serve` would. Never rejects: what goes wrong is a finding. */
export async function checkExchange(exchange: Exchange, options: ExchangeCheckOptions): Promise<ExchangeReport> {
  const { id, label } = exchange.declaration;
  const unasked: ExchangeReport = { exchange: id, label, verdict: "silent", symbol: null, restMs: null, skewMs: null, streams: [], findings: [] };
  const rest = await attempt(() => quickestAnswer(exchange, options.clock));
  if ("problem" in rest) return { ...unasked, verdict: verdictOfRefusal(rest.problem), findings: [fault("rest", withSetting(exchange, "rest", rest.problem))] };
  const answering: ExchangeReport = { ...unasked, restMs: rest.value, findings: [judgeRest(rest.value)] };
  const found = await attempt(() => firstInstrument(exchange, options.coin));
  if ("problem" in found) return withFault(answering, "instruments", found.problem);
  const instrument = found.value;
  const listening = await attempt(() => listen(exchange, { instrument, clock: options.clock, forMs: options.listenMs }));
  if ("problem" in listening) return withFault(answering, "websocket", listening.problem);
  const { streams, skewMs = null, lineProblems } = listening.value;
  const lines = lineProblems.map((problem) => fault("websocket", withSetting(exchange, "ws", problem)));
  const findings = [...answering.findings, ...lines, ...findingsOf(listening.value, options.listenMs)];
  return { ...answering, symbol: instrument.symbol, streams, skewMs, verdict: verdictOf(listening.value), findings };
}

type Attempt<Value> = { readonly value: Value } | { readonly problem: string };

async function attempt<Value>(act: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await act() };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function withFault(report: ExchangeReport, about: string, problem: string): ExchangeReport {
  const verdict = verdictOfRefusal(problem);
  return { ...report, verdict: verdict === "unreachable" ? "silent" : verdict, findings: [...report.findings, fault(about, problem)] };
}

/** The first question also pays for name, connection and TLS. */
async function quickestAnswer(exchange: Exchange, clock: Clock): Promise<number> {
  const times: number[] = [];
  for (let asked = 0; asked < 2; asked++) {
    const startedAt = clock.now();
    await exchange.probe(AbortSignal.timeout(REST_DEADLINE_MS));
    times.push(clock.now() - startedAt);
  }
  return Math.min(...times);
}

async function firstInstrument(exchange: Exchange, coin: string): Promise<Instrument> {
  const contracts = exchange.declaration.contracts.slice(0, 1);
  const deadline = AbortSignal.timeout(LISTING_DEADLINE_MS);
  try {
    const [instrument] = await exchange.instruments({ coins: [coin], contracts }, deadline);
    return instrument;
  } catch (error) {
    if (!deadline.aborted) throw error;
    const sentence = `${exchange.declaration.label} did not list its instruments within ${duration(LISTING_DEADLINE_MS)}`;
    throw new AppError("unavailable", sentence, { cause: error });
  }
}

const judgeRest = (restMs: number): Finding =>
  restMs > SLOW_MS
    ? warning("rest", `REST is slow: an answer takes ${duration(restMs)}, so fetching history will take long`)
    : ok("rest", `REST answers in ${duration(restMs)}`);

function verdictOf({ streams, lineProblems }: Listening): Verdict {
  const ticking = streams.filter(({ mayBeSilent }) => !mayBeSilent);
  const missing = ticking.filter(({ messages }) => messages === 0).length;
  if (missing === 0) return "usable";
  if (missing < ticking.length) return "partly";
  return lineProblems.map(verdictOfRefusal).find((verdict) => verdict !== "unreachable") ?? "silent";
}

const VERDICTS = { blocked: "blocked", limited: "limited", other: "unreachable" } as const satisfies Record<ReturnType<typeof refusalKind>, Verdict>;
const verdictOfRefusal = (sentence: string): Verdict => VERDICTS[refusalKind(sentence)];

/** Whether a refusal came from a host that was reached. */
export const isAnswer = (sentence: string): boolean => /\(HTTP \d+/.test(sentence) && !/\(HTTP 404\b/.test(sentence);

/** Names the setting that points elsewhere, unless the sentence does already. */
function withSetting({ declaration }: Exchange, use: "rest" | "ws", sentence: string): string {
  const settings = declaration.hosts.filter((host) => host.use === use).map(({ env }) => env);
  if (settings.some((env) => sentence.includes(env)) || isAnswer(sentence)) return sentence;
  return `${sentence}. Is there a firewall or proxy between? ${settings[0]} names another host`;
}
