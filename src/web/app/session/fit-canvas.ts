/** Gives a canvas the device pixels of a size in CSS pixels. Setting them clears it, so that they are set only when they differ. */
export function fitCanvas(canvas: HTMLCanvasElement, size: { readonly width: number; readonly height: number }, ratio: number): void {
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
