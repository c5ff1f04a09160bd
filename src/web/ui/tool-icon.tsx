/** Strokes on a grid of 20 x 20. */
const SHAPES = {
  link: "M8 12a3 3 0 0 0 4.2 0l3-3A3 3 0 0 0 11 4.8l-.9.9M12 8a3 3 0 0 0-4.2 0l-3 3A3 3 0 0 0 9 15.2l.9-.9",
  picture: "M3 6.5h3l1.3-2h5.4l1.3 2h3v9H3zM10 13.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z",
  figures: "M10 3v9m-3.5-3.5L10 12l3.5-3.5M4 13v3.5h12V13",
  pin: "M10 3v5m0 4v5M3 10h5m4 0h5M10 10h.01",
  measure: "M4 16 16 4M4 16v-3.5M4 16h3.5M16 4v3.5M16 4h-3.5",
  settings: "M3 6h8m4 0h2M3 14h2m4 0h8M13 8.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM7 16.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  level: "M2.5 10h15M10 10h.01M6 5.5h.01M14 14.5h.01",
  line: "M3 14l4-5 3.5 3L17 5",
  replay: "M4 4v4h4M4.6 8A6.5 6.5 0 1 1 4 12M10 7v3.5l2.5 1.5",
  help: "M7.4 7.4a2.6 2.6 0 1 1 3.8 2.3c-.8.4-1.2 1-1.2 1.9M10 14.6h.01M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
} as const;

export type ToolIconName = keyof typeof SHAPES;

export function ToolIcon({ name }: { readonly name: ToolIconName }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.5 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
