import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

/** The page draws tiles in a worker and styles from script; nothing is loaded from elsewhere. Plain HTTP on a home network must work: no upgrade, no HSTS. */
const POLICY = {
  strictTransportSecurity: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  // For Internet Explorer, Flash and browsers that guessed: nobody reads them any more.
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xDnsPrefetchControl: false,
  xXssProtection: false,
  crossOriginResourcePolicy: { policy: "cross-origin" },
  contentSecurityPolicy: {
    directives: {
      defaultSrc: ["'self'"],
      connectSrc: ["'self'", "ws:", "wss:"],
      imgSrc: ["'self'", "data:", "blob:"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      workerSrc: ["'self'", "blob:"],
      upgradeInsecureRequests: null,
    },
  },
} as const;

/** Rules for what a reply does once it is a document of its own, or a worker. */
const RULES_OF_DOCUMENTS = ["Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"] as const;
/** What a client of the API reads; nobody does of a file whose name is its content. */
const HEADS_OF_API = ["access-control-expose-headers", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] as const;
/** Kinds of replies that run nothing by themselves. The page asks for a score of them at first, and rules that bind nobody were a tenth of what came over the wire. */
const PASSIVE = /^(application\/(json|javascript|octet-stream|manifest\+json)|text\/(css|csv|javascript)|image\/png)/;

export async function securityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, POLICY);
  app.addHook("onSend", async ({ url }, reply, payload) => {
    if (url.startsWith("/assets/")) for (const name of HEADS_OF_API) reply.removeHeader(name);
    const isPassive = PASSIVE.test(String(reply.getHeader("content-type"))) && !url.includes("worker");
    // Helmet writes them on the reply below Fastify's.
    if (isPassive) for (const name of RULES_OF_DOCUMENTS) reply.raw.removeHeader(name);
    return payload;
  });
}
