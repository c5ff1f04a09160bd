import type { HeatStyle } from "#web/colour/colour-table.ts";
import { amountUnit } from "#web/ui/amount.ts";
import type { Source } from "#wire/messages.ts";
import type { Capture } from "./capture.ts";
import { captureFileName, captureWords } from "./capture-words.ts";
import { paintPicture } from "./paint-picture.ts";
import { saveFile } from "./save-file.ts";
import { csvLines } from "./shown-csv.ts";
import type { View } from "#web/app/view/view.ts";

export interface TakeAwayInput {
  readonly capture: Capture;
  readonly view: View;
  readonly style: HeatStyle;
  readonly source: Source;
}

/** Saves what is on screen as a picture that says what it is. Returns the file's name. */
export async function savePicture({ capture, view, style, source }: TakeAwayInput): Promise<string> {
  const words = captureWords(capture, view, { source, unit: amountUnit(), floor: style.floor });
  const canvas = paintPicture({ ...capture.pixels(), words, style });
  const name = captureFileName(capture, source, "png");
  const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!content) throw new Error("The picture is too large for this browser");
  saveFile(name, content);
  return name;
}

/** Saves the figures behind what is on screen. Returns the file's name. */
export async function saveFigures({ capture, source }: TakeAwayInput): Promise<string> {
  const cells = await capture.cells();
  if (!cells) throw new Error("The map has not come yet");
  const name = captureFileName(capture, source, "csv");
  const lines = [...csvLines({ ...capture, unit: amountUnit(), cells, tickSize: capture.market.tickSize })];
  saveFile(name, new Blob([`${lines.join("\n")}\n`], { type: "text/csv" }));
  return name;
}
