import type { Projection } from "#web/chart/sight.ts";
import { fitCanvas } from "./fit-canvas.ts";

/** What a docked canvas draws with. */
export interface DockedFrame {
  readonly context: CanvasRenderingContext2D;
  /** The map's own. */
  readonly projection: Projection;
  /** CSS pixels; `paneHeight` is the map's. */
  readonly size: { readonly width: number; readonly height: number; readonly paneHeight: number };
  readonly ratio: number;
}

export interface DockedCanvas {
  readonly canvas: HTMLCanvasElement;
  /** Draws in the same frame as the map, on the map's projection. */
  paint(projection: Projection, paneHeight: number): void;
  /** Draws again on what it drew last; nothing before that, or while there is no room. */
  repaint(): void;
  /** Line at the crosshair's height; undefined hides it. */
  setCursor(y: number | undefined): void;
  close(): void;
}

export interface DockedCanvasParts {
  /** On a canvas of the right size, which still shows what was drawn before. */
  readonly draw: (frame: DockedFrame) => void;
  /** Height of the pointer over the canvas, in CSS pixels; undefined when it leaves. */
  readonly onPoint: (y: number | undefined) => void;
}

/** A canvas beside the map whose rows are the map's, with a line where the crosshair is. */
export function createDockedCanvas(element: HTMLElement, { draw, onPoint }: DockedCanvasParts): DockedCanvas {
  const canvas = element.appendChild(document.createElement("canvas"));
  const cursor = element.appendChild(document.createElement("div"));
  cursor.className = "strip-cursor";
  cursor.hidden = true;
  const context = canvas.getContext("2d");
  let drawn: { readonly projection: Projection; readonly paneHeight: number } | undefined;

  function repaint(): void {
    if (!context || !drawn || element.clientWidth === 0) return;
    const size = { width: element.clientWidth, height: element.clientHeight, paneHeight: drawn.paneHeight };
    const ratio = window.devicePixelRatio;
    fitCanvas(canvas, size, ratio);
    draw({ context, projection: drawn.projection, size, ratio });
  }

  const observer = new ResizeObserver(repaint);
  observer.observe(element);
  const onMove = (event: PointerEvent) => onPoint(event.offsetY);
  canvas.addEventListener("pointermove", onMove);
  canvas.addEventListener("pointerdown", onMove);
  canvas.addEventListener("pointerleave", () => onPoint(undefined));
  return {
    canvas,
    paint(projection, paneHeight) {
      drawn = { projection, paneHeight };
      repaint();
    },
    repaint,
    setCursor(y) {
      cursor.hidden = y === undefined;
      if (y !== undefined) cursor.style.transform = `translateY(${Math.round(y)}px)`;
    },
    close() {
      observer.disconnect();
      element.replaceChildren();
    },
  };
}
