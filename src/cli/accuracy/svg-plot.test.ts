import { describe, expect, test } from "vitest";
import { dotPlot, linePlot } from "./svg-plot.ts";

/** Coordinates of all text of a plot, by its content. */
const textsOf = (svg: string) =>
  new Map([...svg.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]*)<\/text>/g)].map(([, x, y, text]) => [text, { x: Number(x), y: Number(y) }]));

describe("lines", () => {
  const svg = linePlot({
    title: "a < b & c",
    xName: "day",
    series: [
      {
        name: "one",
        points: [
          [1, 0.2],
          [3, 0.9],
        ],
      },
      {
        name: "<two>",
        points: [
          [1, 0.5],
          [3, 0.5],
        ],
      },
    ],
  });

  test("stand where the axes say", () => {
    const [one, two] = [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points.split(" ").map((point) => point.split(",").map(Number)));
    const ticks = textsOf(svg);
    const yOf = (value: number) => {
      const [low, high] = [ticks.get("0.2"), ticks.get("0.8")];
      return low && high ? low.y - 4 + ((value - 0.2) / 0.6) * (high.y - low.y) : Number.NaN;
    };
    expect(one[0][1]).toBeCloseTo(yOf(0.2), 0);
    expect(one[1][1]).toBeCloseTo(yOf(0.9), 0);
    expect(two[0][1]).toBe(two[1][1]);
    expect(one[1][0]).toBeCloseTo(ticks.get("3")?.x ?? Number.NaN, 0);
  });

  test("stay inside the picture", () => {
    for (const { x, y } of textsOf(svg).values()) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(720);
      expect(y).toBeLessThan(Number(svg.match(/viewBox="0 0 720 (\d+)"/)?.[1]));
    }
  });

  test("have a legend, and names cannot break the picture", () => {
    expect([...textsOf(svg).keys()]).toEqual(expect.arrayContaining(["one", "&lt;two&gt;", "day", "a &lt; b &amp; c"]));
  });
});

describe("dots", () => {
  test("carry their interval, with one row per label and the reference in range", () => {
    const svg = dotPlot({
      title: "lift",
      reference: 0,
      dots: [
        { label: "BTC", group: "a", interval: { value: 0.2, low: 0.1, high: 0.3 } },
        { label: "BTC", group: "b", interval: { value: 0.5, low: 0.5, high: 0.5 } },
        { label: "ETH", group: "a", interval: { value: 0.4, low: 0.3, high: 0.5 } },
      ],
    });
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg.match(/stroke-width="2"/g)).toHaveLength(2);
    expect(svg.match(/>BTC</g)).toHaveLength(1);
    expect(svg).toContain("stroke-dasharray");
    expect(textsOf(svg).has("0")).toBe(true);
  });

  test("of one value only is still a picture", () => {
    const svg = dotPlot({ title: "one", dots: [{ label: "a", group: "g", interval: { value: 0, low: 0, high: 0 } }] });
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});
