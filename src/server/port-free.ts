import { once } from "node:events";
import { createServer } from "node:net";
import { refusalOf, type ListenOptions } from "./start-server.ts";

/** Throws what {@link startServer} would, before anything costly is started for a port that cannot be had. */
export async function assertPortFree({ host, port }: ListenOptions): Promise<void> {
  const probe = createServer();
  try {
    probe.listen({ host, port });
    await once(probe, "listening");
  } catch (error) {
    throw refusalOf(error, { host, port });
  }
  probe.close();
  await once(probe, "close");
}
