import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { AppError, type AppErrorCode } from "#core/app-error.ts";
import type { ServerOptions } from "./server-options.ts";

const STATUS: Readonly<Record<AppErrorCode, number>> = { "bad-input": 400, "not-found": 404, unavailable: 503, conflict: 409, "newer-version": 503 };
const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Key required",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Request too large",
  429: "Too many requests",
  503: "Unavailable",
};

interface Failure {
  readonly status: number;
  readonly detail: string;
}

/** Every failure is one sentence: problem JSON (RFC 9457), or CoinGlass's envelope under `/api`. A fault of ours keeps its cause to itself. */
export function answerErrors(app: FastifyInstance, { onProblem }: ServerOptions): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const failure = failureOf(error);
    if (failure.status === 500) onProblem(`${request.method} ${request.url}`, error.stack ?? error.message);
    void reply.status(failure.status).type(contentType(request)).send(bodyOf(request, failure));
  });
  app.setNotFoundHandler((request, reply) => {
    const failure = { status: 404, detail: `there is nothing at ${pathOf(request)}; see /docs` };
    void reply.status(404).type(contentType(request)).send(bodyOf(request, failure));
  });
}

function failureOf(error: FastifyError): Failure {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(({ instancePath, message }) => `${instancePath.slice(1) || error.validationContext}: ${message}`);
    return { status: 400, detail: faults.join("; ") };
  }
  if (error instanceof AppError) return { status: STATUS[error.code], detail: error.message };
  if (error.statusCode !== undefined && error.statusCode < 500) return { status: error.statusCode, detail: error.message };
  return { status: 500, detail: "an error of the server; it has been written to its log" };
}

const pathOf = (request: FastifyRequest): string => request.url.split("?", 1)[0];
const isCoinglass = (request: FastifyRequest): boolean => request.url.startsWith("/api/");
const contentType = (request: FastifyRequest): string => (isCoinglass(request) ? "application/json" : "application/problem+json");

function bodyOf(request: FastifyRequest, { status, detail }: Failure): string {
  if (isCoinglass(request)) return JSON.stringify({ code: String(status), msg: detail });
  return JSON.stringify({ type: "about:blank", title: TITLES[status] ?? "Error", status, detail, instance: pathOf(request) });
}
