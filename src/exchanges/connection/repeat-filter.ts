export interface RepeatFilter {
  /** Whether it was seen; from now on it was. */
  (key: string): boolean;
  /** Whether it was seen; changes nothing. */
  readonly knows: (key: string) => boolean;
}

/** Tells what was seen a moment ago: two lines deliver the same order while one replaces the other. Remembers the last `remembered` keys. */
export function createRepeatFilter(remembered = 2_048): RepeatFilter {
  const recent = new Set<string>();
  const isRepeat = (key: string) => {
    if (recent.has(key)) return true;
    recent.add(key);
    const oldest = recent.values().next().value;
    if (recent.size > remembered && oldest !== undefined) recent.delete(oldest);
    return false;
  };
  return Object.assign(isRepeat, { knows: (key: string) => recent.has(key) });
}
