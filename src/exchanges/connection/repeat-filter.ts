const REMEMBERED = 64;

/** Tells what was seen a moment ago: two lines deliver the same order while one replaces the other. */
export function createRepeatFilter(): (key: string) => boolean {
  const recent = new Set<string>();
  return (key) => {
    if (recent.has(key)) return true;
    recent.add(key);
    const oldest = recent.values().next().value;
    if (recent.size > REMEMBERED && oldest !== undefined) recent.delete(oldest);
    return false;
  };
}
