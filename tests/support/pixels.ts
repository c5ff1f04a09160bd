import type { Page } from "playwright-core";

/** A picture reduced to what a test asks of it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Different colours, each channel in steps of 16. */
  readonly colours: number;
  /** Share of pixels that are not the commonest colour. */
  readonly filled: number;
}

/** Decodes PNGs in a blank page of the same browser. */
export async function describePicture(page: Page, png: Buffer): Promise<Picture> {
  const [{ width, height, pixels }] = await decode(page, [png]);
  const counts = new Map<number, number>();
  for (let i = 0; i < pixels.length; i += 4) {
    const colour = ((pixels[i] >> 4) << 8) | ((pixels[i + 1] >> 4) << 4) | (pixels[i + 2] >> 4);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return { width, height, colours: counts.size, filled: 1 - Math.max(...counts.values()) / (width * height) };
}

/** Share of pixels that differ visibly between two pictures of the same size. */
export async function differenceOf(page: Page, [before, after]: readonly [Buffer, Buffer]): Promise<number> {
  const [{ pixels: a }, { pixels: b }] = await decode(page, [before, after]);
  if (a.length !== b.length) throw new Error(`pictures of ${a.length} and ${b.length} bytes cannot be compared`);
  let differing = 0;
  for (let i = 0; i < a.length; i += 4) {
    const distance = Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) + Math.abs(a[i + 2] - b[i + 2]);
    if (distance > 24) differing++;
  }
  return differing / (a.length / 4);
}

interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

async function decode(page: Page, pngs: readonly Buffer[]): Promise<Decoded[]> {
  const blank = await page.context().newPage();
  try {
    const decoded = await blank.evaluate(
      async (sources) => {
        const read = async (source: string) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
          const context = canvas.getContext("2d")!;
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
          let text = "";
          for (let i = 0; i < data.length; i += 32_768) text += String.fromCharCode(...data.subarray(i, i + 32_768));
          return { width: canvas.width, height: canvas.height, base64: btoa(text) };
        };
        return Promise.all(sources.map(read));
      },
      pngs.map((png) => `data:image/png;base64,${png.toString("base64")}`),
    );
    return decoded.map(({ width, height, base64 }) => ({ width, height, pixels: Buffer.from(base64, "base64") }));
  } finally {
    await blank.close();
  }
}
