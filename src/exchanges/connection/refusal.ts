import { AppError, type AppErrorCode } from "#core/app-error.ts";

/** Why an exchange gave no answer, in words a person can act on. */
export interface Refusal {
  readonly sentence: string;
  readonly code: AppErrorCode;
  /** The same request may work later. */
  readonly passes: boolean;
  /** How long the exchange wants silence from this address. */
  readonly pauseMs?: number;
  /** The host does not know this question; others it may. */
  readonly isUnknown?: true;
}

/** The host answers, and does not know this question: asking again is of no use, another question may be. */
export class UnknownQuestion extends AppError {}

/** The error of a refusal that is given up on. */
export const errorOf = ({ code, sentence, isUnknown }: Refusal): AppError => (isUnknown ? new UnknownQuestion(code, sentence) : new AppError(code, sentence));

/** Who refused: the exchange's label, and the setting that points elsewhere. */
export interface Peer {
  readonly label: string;
  readonly url: string;
  readonly setting: string;
}

const DEFAULT_PAUSE_MS = 30_000;
const DEFAULT_BAN_MS = 120_000;

/** Explains an HTTP status, also of a refused WebSocket upgrade. `detail` is the exchange's own message. */
export function refusalOfStatus(peer: Peer, status: number, { retryAfter, detail }: { retryAfter?: string | null; detail?: string | undefined }): Refusal {
  const { label, setting } = peer;
  const said = detail === undefined ? "" : `: ${detail}`;
  const askedMs = msOfRetryAfter(retryAfter);
  if (status === 429) {
    const pauseMs = askedMs ?? DEFAULT_PAUSE_MS;
    return { sentence: `${label} limits requests from this address (HTTP 429), next try in ${seconds(pauseMs)}`, code: "unavailable", passes: true, pauseMs };
  }
  if (status === 418) {
    const pauseMs = askedMs ?? DEFAULT_BAN_MS;
    return {
      sentence: `${label} has banned this address for too many requests (HTTP 418), for ${seconds(pauseMs)}`,
      code: "unavailable",
      passes: true,
      pauseMs,
    };
  }
  if (status === 407)
    return refused(`a proxy on the way to ${label} asks for a password (HTTP 407), and Powderkeg has none; set ${setting} to a host that needs none`);
  if (status === 451)
    return refused(`${label} does not serve this location (HTTP 451, legal restriction); set ${setting} to a host or proxy that may be used from here`);
  if (status === 403) return refused(`${label} forbids this address (HTTP 403)${said}; set ${setting} to a host or proxy that may be used from here`);
  if (status >= 500) return { sentence: `${label} has a fault of its own (HTTP ${status})${said}`, code: "unavailable", passes: true };
  if (status === 404) return { ...refused(`${label} has nothing at ${peer.url} (HTTP 404)${said}`), isUnknown: true };
  if (status === 400) return { sentence: `${label} refused the request (HTTP 400)${said}`, code: "bad-input", passes: false };
  return refused(`${label} answered HTTP ${status}${said}`);
}

/** Explains an error of the network itself: nothing listens, no such host, connection cut. */
export function refusalOfNetwork(peer: Peer, error: unknown): Refusal {
  return { sentence: `cannot reach ${peer.label} at ${peer.url}: ${networkReason(error)}`, code: "unavailable", passes: true };
}

/** What a refusal's sentence is about, for whoever has no more of it than that. */
export function refusalKind(sentence: string): "blocked" | "limited" | "other" {
  if (/\(HTTP (429|418)\)|too (many|frequent)/i.test(sentence)) return "limited";
  return /\(HTTP (451|403)\b/.test(sentence) ? "blocked" : "other";
}

/** The sentence of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const refused = (sentence: string): Refusal => ({ sentence, code: "unavailable", passes: false });
const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;

/** Only the form in seconds: no exchange sends the date form. */
function msOfRetryAfter(header: string | null | undefined): number | undefined {
  if (header === null || header === undefined || !/^\d+(\.\d+)?$/.test(header.trim())) return undefined;
  return Number(header) * 1000;
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause: unknown = error.cause ?? error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return networkReason(cause.errors[0]);
  if (!(cause instanceof Error)) return error.message;
  const code = "code" in cause ? String(cause.code) : "";
  const words = NETWORK_REASONS.find(([codes]) => codes.test(code))?.[1];
  return words === undefined ? cause.message || cause.name : `${words} (${code})`;
}

/** By the codes of Node, its fetch and OpenSSL. */
const NETWORK_REASONS: readonly (readonly [codes: RegExp, words: string])[] = [
  [/^ENOTFOUND$/, "no name server knows the host; is this machine on the network, and its name server well?"],
  [/^EAI_/, "no name server answers; is this machine on the network?"],
  [/^ECONNREFUSED$/, "nothing accepts connections there"],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, "the connection was cut, as a firewall or a proxy does that forbids it"],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/, "no way leads there; is this machine on the network, and does its firewall allow it?"],
  [/CERT|^UNABLE_TO_|^ERR_TLS/, "its certificate is not trusted here; behind a proxy that opens TLS name the proxy's own in NODE_EXTRA_CA_CERTS"],
];
