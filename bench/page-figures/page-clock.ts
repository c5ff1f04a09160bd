import type { HeatReply, HeatRequest, TileAt } from "#web/data/heat-worker-messages.ts";

/** What the page's own messages tell about its map. Times are those of the page (ms since navigation). */
export interface PageClock {
  /** When a key, a click or another address last asked for something; 0: navigation. */
  begun: number;
  /** End of the first frame since which everything in sight has been there, and stayed; undefined: not yet. */
  filledAt: number | undefined;
  /** What the page has asked its worker and the server for since then: nothing, and the key was not heard. */
  asked: number;
  /** End of the first frame after the map was cut at another instant, or no longer; undefined: not since `begun`. */
  instantAt: number | undefined;
  /** Tiles in sight, and how many of them are not painted. */
  wanted: number;
  missing: number;
}

/** As the page talks to its worker. */
interface WorkerSpoken {
  postMessage: (this: Worker, message: HeatRequest, transfer: Transferable[]) => void;
  addEventListener: (this: Worker, type: string, listener: (event: MessageEvent<HeatReply>) => void) => void;
}

declare global {
  interface Window {
    pageClock: PageClock;
  }
}

/**
 * Runs in the page before its own code: listens in on its heat worker and its candles, and notes after which frame nothing was missing any more.
 * The map is filled when its candles are on stage and every tile in sight has been painted in the colours asked for; what is brought up to date
 * after that does not count.
 */
export function clockPage(): void {
  const clock: PageClock = { begun: 0, filledAt: undefined, asked: 0, instantAt: undefined, wanted: 0, missing: 0 };
  window.pageClock = clock;
  let wanted: string[] = [];
  const painted = new Set<string>();
  let coloursDue = 0;
  let candlesAsked = false;
  let isPresented = false;
  let hasView = false;
  let instantDue = false;
  const keyOf = ({ x, y }: TileAt) => `${x}/${y}`;

  for (const type of ["keydown", "click", "popstate"])
    window.addEventListener(
      type,
      ({ timeStamp }) => {
        clock.begun = timeStamp;
        clock.filledAt = undefined;
        clock.instantAt = undefined;
        clock.asked = 0;
        candlesAsked = isPresented = false;
      },
      { capture: true },
    );

  function hearRequest(request: HeatRequest): void {
    if (["view", "want", "style"].includes(request.kind)) clock.asked++;
    // Said whenever another scene comes on stage.
    if (request.kind === "until") instantDue = isPresented = true;
    if (request.kind === "view") {
      hasView = true;
      painted.clear();
      wanted = [];
    }
    if (request.kind === "want") wanted = request.tiles.map(keyOf);
    if (request.kind === "style" && hasView) coloursDue++;
  }
  function hearReply(reply: HeatReply): void {
    if (reply.kind !== "painted") return;
    if (reply.restyled) {
      painted.clear();
      coloursDue = 0;
    }
    for (const tile of reply.tiles) painted.add(keyOf(tile));
  }
  const { prototype } = Worker as unknown as { readonly prototype: WorkerSpoken };
  const { postMessage, addEventListener } = prototype;
  prototype.postMessage = function (message, transfer) {
    hearRequest(message);
    postMessage.call(this, message, transfer);
  };
  prototype.addEventListener = function (type, listener) {
    const heard = (event: MessageEvent<HeatReply>) => {
      hearReply(event.data);
      listener(event);
    };
    addEventListener.call(this, type, type === "message" ? heard : listener);
  };

  const ask = window.fetch.bind(window);
  window.fetch = (input, init) => {
    const isCandles = String(input instanceof Request ? input.url : input).includes("/candles");
    if (!isCandles) return ask(input, init);
    clock.asked++;
    candlesAsked = true;
    return ask(input, init);
  };

  const isFilled = () => hasView && wanted.length > 0 && coloursDue === 0 && (isPresented || !candlesAsked) && wanted.every((key) => painted.has(key));
  const channel = new MessageChannel();
  channel.port1.addEventListener("message", () => {
    clock.wanted = wanted.length;
    clock.missing = wanted.filter((key) => !painted.has(key)).length;
    if (instantDue) clock.instantAt ??= performance.now();
    instantDue = false;
    if (!isFilled()) clock.filledAt = undefined;
    else clock.filledAt ??= performance.now();
  });
  channel.port1.start();
  requestAnimationFrame(function look() {
    requestAnimationFrame(look);
    // After everything that this frame draws.
    channel.port2.postMessage(0);
  });
}
