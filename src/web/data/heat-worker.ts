import { TILE_CELLS, TILE_COLUMNS } from "#core/heat-tile.ts";
import { colouriseTile } from "#web/colour/colourise.ts";
import { fetchTile } from "./fetch-tile.ts";
import { createHeatDesk } from "./heat-desk.ts";
import type { HeatReply, HeatRequest } from "./heat-worker-messages.ts";

/** Entry of the heat worker: fetches, decodes and colours tiles away from the main thread. */
const scope = self as DedicatedWorkerGlobalScope;
const canvas = new OffscreenCanvas(TILE_COLUMNS, TILE_CELLS);
const context = canvas.getContext("2d");
const image = new ImageData(TILE_COLUMNS, TILE_CELLS);
const pixels = new Uint32Array(image.data.buffer);

const handle = createHeatDesk({
  fetchTile,
  paint({ tile, occupied }, { style: { planes }, tables, hidden }) {
    colouriseTile({ tile, occupied, planes, tables, hidden }, pixels);
    context?.putImageData(image, 0, 0);
    return canvas.transferToImageBitmap();
  },
  reply(message: HeatReply) {
    scope.postMessage(message, message.kind === "painted" ? message.tiles.map((tile) => tile.bitmap) : []);
  },
  retryMs: 3_000,
  sketchStandsMs: 600,
});

scope.addEventListener("message", (event: MessageEvent<HeatRequest>) => handle(event.data));
