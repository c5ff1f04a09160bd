import { readFile } from "node:fs/promises";
import { AppError } from "#core/app-error.ts";
import { LADDER_MODEL } from "#engine/ladder-estimator.ts";
import type { LadderWeights } from "#engine/ladder-weights.ts";
import { type WeightsToPin, assertPossible } from "#engine/learning/pinned-weights.ts";
import { weightsToPinSchema } from "#wire/weights.ts";

/** A ladder's weights as the JSON document that {@link readWeights} takes. */
export const weightsText = (weights: LadderWeights): string => `${JSON.stringify(weights, undefined, 2)}\n`;

/**
 * Reads weights to pin. Throws `bad-input` that names the file: it cannot be read, is no weights document, is of another model, or has impossible shares.
 * Whether they are of the ladder that is to hold them shows when an estimate is made with them.
 */
export async function readWeights(file: string): Promise<WeightsToPin> {
  const { data, error } = weightsToPinSchema.safeParse(parsed(file, await text(file)));
  if (error)
    throw new AppError(
      "bad-input",
      `${file} is no weights document: ${error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`).join("; ")}`,
    );
  if (data.model.split("+", 1)[0] !== LADDER_MODEL)
    throw new AppError("bad-input", `${file}: these weights are of the model ${data.model}, and this one is ${LADDER_MODEL}`);
  try {
    assertPossible(data);
  } catch (cause) {
    throw new AppError("bad-input", `${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  return data;
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new AppError("bad-input", `the weights ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function parsed(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new AppError("bad-input", `${file} is no weights document: it is not JSON`, { cause });
  }
}
