import type { z } from "zod";
import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "#core/heat-levels.ts";
import { type HeatTile, COLUMN_STATE, TILE_COLUMNS, parseTile, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { rowOf } from "#core/price-rows.ts";
import { type MarketMessage, marketsReplySchema } from "#wire/messages.ts";
import { PATIENCE_MS } from "./patience.ts";
import { until } from "./until.ts";

/** GET, parsed with the schema that both sides share. */
export async function getJson<Schema extends z.ZodType>(address: string, schema: Schema): Promise<z.infer<Schema>> {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`${reply.status} ${await reply.text()}`);
  return schema.parse(await reply.json());
}

/** The market once its whole history is in the map; rejects after `withinMs`. */
export async function untilFilled(url: string, id: string, withinMs = PATIENCE_MS): Promise<MarketMessage> {
  let last: MarketMessage | undefined;
  const look = async () => {
    const { markets } = await getJson(`${url}/v1/markets`, marketsReplySchema);
    last = markets.find((market) => market.id === id);
    if (last?.backfill.state === "failed") throw new Error(`${id}: ${last.backfill.problem}`);
    return last?.ready && last.backfill.state === "done" ? last : undefined;
  };
  return until(look, { withinMs, describe: () => `${id} is not filled: ${JSON.stringify(last)}` });
}

/** Address of the tile that holds a market's mark at a time. */
export function tilePath({ exchange, symbol, mark }: MarketMessage, { level, time }: { level: number; time: number }): string {
  const x = tileXOfColumn(columnIndexOf(HEAT_LEVELS[level], time));
  const y = tileYOfCell(cellOfRow(HEAT_LEVELS[level], rowOf(mark ?? 0)));
  return `/v1/markets/${exchange}/${symbol}/tiles/${level}/${x}/${y}`;
}

export async function getTile(address: string): Promise<HeatTile> {
  const reply = await fetch(address);
  if (reply.status !== 200) throw new Error(`${reply.status} for ${address}`);
  return parseTile(new Uint8Array(await reply.arrayBuffer()), "modelled");
}

/** Bytes of every final column of a tile, by column index: what must never change. */
export function finalColumns({ x, states, bytes }: HeatTile): Map<number, string> {
  const columns = new Map<number, string>();
  for (let column = 0; column < TILE_COLUMNS; column++) {
    if (states[column] !== COLUMN_STATE.final) continue;
    const values: number[] = [];
    for (let at = column; at < bytes.length; at += TILE_COLUMNS) values.push(bytes[at]);
    columns.set(x * TILE_COLUMNS + column, Buffer.from(values).toString("base64"));
  }
  return columns;
}
