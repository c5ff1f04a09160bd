interface KeyUse {
  /** As the browser names them. */
  readonly keys: readonly string[];
  /** As help shows them. */
  readonly shown: string;
  readonly does: string;
}

/** Every key that the page hears, and what it does: handlers and help go by this one table. */
export const KEYS = {
  window: { keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], shown: "1 … 9", does: "window, from 15 m to 90 d" },
  nextWindow: { keys: ["W", "w"], shown: "w  W", does: "next longer window, up to a year; W the next shorter" },
  coin: { keys: ["[", "]"], shown: "[  ]", does: "previous or next coin" },
  exchange: { keys: ["e", "E"], shown: "e  E", does: "next exchange, or all of them; E goes back" },
  tiers: { keys: ["T", "t"], shown: "t  T", does: "one group of leverage after the other, then all; T goes back" },
  overview: { keys: ["o"], shown: "o", does: "overview of every coin" },
  link: { keys: ["c"], shown: "c", does: "copy a link to this view" },
  pin: { keys: ["p"], shown: "p", does: "pin the crosshair where it stands, or let it go" },
  measure: { keys: ["m"], shown: "m", does: "measure between two points; Escape ends" },
  line: { keys: ["h"], shown: "h", does: "line at the price under the pointer; on a line, take it away" },
  settings: { keys: ["s"], shown: "s", does: "settings: theme, palette, units, numbers and times" },
  replay: { keys: ["r"], shown: "r", does: "replay: any stored time as it was known then; r or Escape leads back" },
  play: { keys: [" "], shown: "space", does: "in a replay: play or pause" },
  step: { keys: [",", "."], shown: ",  .", does: "in a replay: one step back or on" },
  speed: { keys: ["<", ">"], shown: "<  >", does: "in a replay: slower or faster" },
  away: { keys: ["Escape"], shown: "Esc", does: "close what lies over the page, put down the tool in hand" },
  help: { keys: ["?"], shown: "?", does: "this help" },
} as const satisfies Record<string, KeyUse>;

export type KeyName = keyof typeof KEYS;

const NAMES = new Map<string, KeyName>((Object.keys(KEYS) as KeyName[]).flatMap((name) => KEYS[name].keys.map((key) => [key, name] as const)));

/** What a key is for; undefined: nothing here. */
export const keyUse = (key: string): KeyName | undefined => NAMES.get(key);
