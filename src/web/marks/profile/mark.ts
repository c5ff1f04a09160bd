import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import { THEME } from "#web/chart/theme.ts";
import type { Mark, MarkData, MarkFrame, MarkPainter } from "#web/marks/mark.ts";
import { type ProfileBar, type VolumeProfile, volumeProfile } from "./volume-profile.ts";

export const profileMark: Mark = {
  id: "profile",
  title: "Volume profile",
  hint: "Traded volume by price of the candles in sight, beside the price axis; the bright bar is the price that traded most",
  needs: ["sideBars"],
  of: profilePainter,
};

/** Share of the map's width that the longest bar takes. */
const WIDEST = 0.11;
/** Least height of a bar, in CSS pixels. */
const LEAST_HEIGHT = 4;

function profilePainter(data: MarkData): MarkPainter {
  const level = HEAT_LEVELS[data.level];
  const bars = barsWithVolume(data);
  let known: { key: string; profile: VolumeProfile | undefined } | undefined;
  return (frame) => {
    const { firstColumn, lastColumn } = frame.sight;
    const rowsPerBin = rowsPerBinOf(frame, level.rowsPerCell);
    const key = `${firstColumn} ${lastColumn} ${rowsPerBin}`;
    if (known?.key !== key) {
      const inSight = bars.filter(({ bar }) => isBetween(columnIndexOf(level, bar.openTime), firstColumn, lastColumn));
      known = { key, profile: volumeProfile(inSight, rowsPerBin) };
    }
    if (known.profile) paintProfile(frame, known.profile);
  };
}

const isBetween = (column: number, first: number, last: number): boolean => column >= first && column <= last;

function barsWithVolume({ bars, sideBars }: MarkData): (ProfileBar & { readonly bar: MarkData["bars"][number] })[] {
  const volumes = new Map(sideBars.map(({ openTime, volumeUsd }) => [openTime, volumeUsd]));
  return bars.flatMap((bar) => {
    const volumeUsd = volumes.get(bar.openTime) ?? 0;
    return volumeUsd > 0 ? [{ bar, volumeUsd }] : [];
  });
}

/** Whole cells of the map, as many as make a bar that can be seen. */
function rowsPerBinOf({ projection, sight, height, ratio }: MarkFrame, rowsPerCell: number): number {
  const row = sight.firstCell * rowsPerCell;
  const cellHeight = ((projection.yOfRow(row) ?? height) - (projection.yOfRow(row + 100 * rowsPerCell) ?? 0)) / 100;
  return rowsPerCell * Math.max(1, Math.ceil(LEAST_HEIGHT / Math.max(cellHeight, height / ratio / 1e6)));
}

function paintProfile({ context, width, ratio, projection }: MarkFrame, { usd, firstBin, rowsPerBin, mostAt }: VolumeProfile): void {
  const edgeOf = (bin: number) => Math.round((projection.yOfRow((firstBin + bin) * rowsPerBin) ?? 0) * ratio);
  for (let bin = 0; bin < usd.length; bin++) {
    const length = Math.round((usd[bin] / usd[mostAt]) * width * WIDEST);
    const top = edgeOf(bin + 1);
    const height = edgeOf(bin) - top - 1;
    context.fillStyle = THEME.profileEdge;
    context.fillRect(width - length - ratio, top, length + ratio, height + 1);
    context.fillStyle = bin === mostAt ? THEME.profileMost : THEME.profile;
    context.fillRect(width - length, top, length, height);
  }
}
