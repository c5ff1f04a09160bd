import cors from "@fastify/cors";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import websocket from "@fastify/websocket";
import fastify, { type FastifyInstance } from "fastify";
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { createPastDesk } from "#pipeline/past/past-desk.ts";
import { coinglassRoutes } from "./coinglass/surface.ts";
import { createAgeDesk } from "./age-desk.ts";
import { newestBookTime, stampAge } from "./as-of.ts";
import { healthRoutes } from "./health.ts";
import { answerErrors } from "./problem.ts";
import type { RouteOptions, ServerOptions } from "./server-options.ts";
import { staticPage } from "./static-page.ts";
import { candleRoutes } from "./v1/candles.ts";
import { explainRoutes } from "./v1/explain.ts";
import { levelRoutes } from "./v1/levels.ts";
import { liquidationRoutes } from "./v1/liquidations.ts";
import { spreadRoutes } from "./v1/spread.ts";
import { marketRoutes } from "./v1/markets.ts";
import { measuredRoutes } from "./v1/measured.ts";
import { orderBookRoutes } from "./v1/order-book.ts";
import { overviewRoutes } from "./v1/overview.ts";
import { realisedRoutes } from "./v1/realised.ts";
import { securityHeaders } from "./security-headers.ts";
import { seriesRoutes } from "./v1/series.ts";
import { statusRoutes } from "./v1/status.ts";
import { streamRoutes } from "./v1/stream.ts";
import { tileRoutes } from "./v1/tiles.ts";
import { weightRoutes } from "./v1/weights.ts";
import { zipReplies } from "./zip-replies.ts";

/** Every route group. A new one is one file and one line here. */
const ROUTES = [
  marketRoutes,
  overviewRoutes,
  candleRoutes,
  tileRoutes,
  levelRoutes,
  measuredRoutes,
  spreadRoutes,
  explainRoutes,
  realisedRoutes,
  liquidationRoutes,
  orderBookRoutes,
  seriesRoutes,
  statusRoutes,
  weightRoutes,
  streamRoutes,
  coinglassRoutes,
  healthRoutes,
] as const;

const REQUESTS_PER_MINUTE = 6_000;
const STREAM_MESSAGE_BYTES = 4_096;

/** The whole HTTP surface, not yet listening. */
export async function createApp(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({ logger: false, routerOptions: { ignoreTrailingSlash: true, maxParamLength: 64 } });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app, options);
  zipReplies(app);
  app.addHook("onRequest", async ({ url }, reply) => {
    reply.header("x-powderkeg-source", options.hub.source);
    if (url.startsWith("/api/")) stampAge(reply, options.hub, newestBookTime(options.hub));
  });
  await securityHeaders(app);
  await app.register(cors, {
    origin: "*",
    methods: ["GET", "HEAD"],
    exposedHeaders: ["etag", "x-powderkeg-source", "x-powderkeg-layer", "x-powderkeg-age", "x-powderkeg-as-of", "x-powderkeg-stale-ms"],
  });
  await app.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: "1 minute" });
  await app.register(websocket, { options: { maxPayload: STREAM_MESSAGE_BYTES, perMessageDeflate: false } });
  await describe(app, options.version);
  refuseOtherMethods(app);
  const given: RouteOptions = { ...options, past: createPastDesk(options.hub), ages: createAgeDesk(options.hub) };
  for (const routes of ROUTES) await app.register(async (scope) => routes(scope.withTypeProvider<ZodTypeProvider>(), given));
  await staticPage(app, options);
  return app;
}

/** What can be read cannot be written: any other method is refused by name, instead of as an address that is not there. */
function refuseOtherMethods(app: FastifyInstance): void {
  app.addHook("onRoute", ({ method, url, prefix }) => {
    if (method !== "GET" || !url.startsWith(prefix)) return;
    app.route({
      method: ["POST", "PUT", "PATCH", "DELETE"],
      url,
      schema: { hide: true },
      // Before the body is looked at.
      onRequest: async (request, reply) => {
        void reply.header("allow", "GET, HEAD");
        throw Object.assign(new Error(`${request.method} is not for ${request.url.split("?", 1)[0]}: it can only be read`), { statusCode: 405 });
      },
      handler: () => undefined,
    });
  });
}

async function describe(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: {
        title: "Powderkeg",
        version,
        description:
          "An open estimate of where leveraged positions will be force-closed. Not advice. Times are epoch ms, money is USD. Every figure is of one layer (measured, modelled or realised); layers are never added up. Live columns and levels come over the WebSocket /v1/stream.",
        license: { name: "MIT", identifier: "MIT" },
      },
      tags: [
        { name: "v1", description: "Native surface" },
        { name: "coinglass", description: "CoinGlass v4 compatible surface" },
        { name: "operations", description: "Health and figures of the process" },
      ],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: true,
    // The page of swagger-ui styles itself from script.
    transformStaticCSP: (policy) => policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
    theme: { title: "Powderkeg API", css: [{ filename: "quiet.css", content: ".swagger-ui .topbar { display: none }" }] },
  });
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
}
