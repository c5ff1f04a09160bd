import type { Source } from "#wire/messages.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { amountUnit } from "#web/ui/amount.ts";
import type { Capture } from "#web/app/tools/capture.ts";
import { captureWords } from "#web/app/tools/capture-words.ts";
import { paintPicture } from "#web/app/tools/paint-picture.ts";
import type { View } from "#web/app/view/view.ts";

/** The picture of the map that this browser kept, with what it is. */
export interface LastMap {
  readonly picture: Blob;
  /** Epoch ms of the newest column in it. */
  readonly asOf: number;
  /** For whom the picture says nothing. */
  readonly words: string;
}

const CACHE = "powderkeg-last-map";
const ADDRESS = "/last-map";
const AS_OF = "powderkeg-as-of";
const WORDS = "powderkeg-words";

export interface KeepInput {
  readonly capture: Capture;
  readonly view: View;
  readonly style: HeatStyle;
  readonly source: Source;
}

/** Keeps what is on screen, in place of what was kept before. Nothing is kept where pages may not: over plain http from another machine. */
export async function keepLastMap({ capture, view, style, source }: KeepInput): Promise<void> {
  if (!("caches" in globalThis)) return;
  const words = captureWords(capture, view, { source, unit: amountUnit(), floor: style.floor });
  const canvas = paintPicture({ ...capture.pixels(), words, style });
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/webp", 0.8));
  if (!picture) return;
  const headers = {
    "content-type": picture.type,
    [AS_OF]: String(capture.toMs),
    [WORDS]: encodeURIComponent(`${words.market}, ${words.span}, ${words.source}`),
  };
  await (await caches.open(CACHE)).put(ADDRESS, new Response(picture, { headers }));
}

/** What was kept last; undefined when nothing was. */
export async function readLastMap(): Promise<LastMap | undefined> {
  if (!("caches" in globalThis)) return undefined;
  const kept = await caches.match(ADDRESS, { cacheName: CACHE });
  const asOf = Number(kept?.headers.get(AS_OF));
  if (!kept || !asOf) return undefined;
  return { picture: await kept.blob(), asOf, words: decodeURIComponent(kept.headers.get(WORDS) ?? "") };
}
