import type { DeviceBox } from "./sight.ts";
import { THEME } from "./theme.ts";

/** `absent`: nothing is estimated there. `stale`: what should be there has not come. styles/controls.css draws the same beside the legend. */
export type HatchKind = "absent" | "stale";

const LINES = { absent: "absentLine", stale: "staleLine" } as const satisfies Record<HatchKind, keyof typeof THEME>;
const TEXTS = { absent: "muted", stale: "staleText" } as const satisfies Record<HatchKind, keyof typeof THEME>;
/** CSS pixels between two lines, along either axis. */
const PITCH = 8;
const patterns = new Map<string, CanvasPattern | null>();

export interface Hatched {
  readonly kind: HatchKind;
  readonly box: DeviceBox;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** Written where it fits. */
  readonly words: string;
  /** How far down the box they are, 0 to 1; near the foot by itself: price seldom is there. */
  readonly wordsAt?: number;
}

/** Fills a box with diagonal lines, which no heat can be taken for. */
export function paintHatching(context: CanvasRenderingContext2D, { kind, box, ratio, words, wordsAt = 0.85 }: Hatched): void {
  context.save();
  context.fillStyle = hatchPattern(context, kind, ratio) ?? THEME[LINES[kind]];
  context.fillRect(box.x, box.y, box.width, box.height);
  context.font = `${11 * ratio}px ${THEME.font}`;
  const width = context.measureText(words).width + 16 * ratio;
  if (words !== "" && width <= box.width) {
    const [x, y] = [box.x + box.width / 2, box.y + box.height * wordsAt];
    context.fillStyle = THEME.surface;
    context.fillRect(x - width / 2, y - 11 * ratio, width, 22 * ratio);
    context.fillStyle = THEME[TEXTS[kind]];
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(words, x, y);
  }
  context.restore();
}

function hatchPattern(context: CanvasRenderingContext2D, kind: HatchKind, ratio: number): CanvasPattern | null {
  const key = `${THEME[LINES[kind]]} ${ratio}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const size = Math.round(PITCH * ratio);
  const tile = new OffscreenCanvas(size, size);
  const brush = tile.getContext("2d");
  if (brush) {
    brush.strokeStyle = THEME[LINES[kind]];
    brush.lineWidth = ratio;
    for (const shift of [-size, 0, size]) {
      brush.moveTo(shift, size);
      brush.lineTo(shift + size, 0);
    }
    brush.stroke();
  }
  const pattern = context.createPattern(tile, "repeat");
  patterns.set(key, pattern);
  return pattern;
}
