/** Tells what was seen a moment ago: two lines deliver the same order while one replaces the other. Remembers the last `remembered` keys. */
export function createRepeatFilter(remembered = 2_048): (key: string) => boolean {
  const recent = new Set<string>();
  return (key) => {
    if (recent.has(key)) return true;
    recent.add(key);
    const oldest = recent.values().next().value;
    if (recent.size > remembered && oldest !== undefined) recent.delete(oldest);
    return false;
  };
}
