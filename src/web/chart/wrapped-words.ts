/** One line of words, and which of the given lines it is of. */
export interface WrappedLine {
  readonly text: string;
  readonly of: number;
}

/** Lines broken between words where they are wider than `room`; a word that is wider by itself stays whole. */
export function wrappedWords(lines: readonly string[], widthOf: (text: string) => number, room: number): readonly WrappedLine[] {
  return lines.flatMap((line, of) => {
    const wrapped: string[] = [];
    for (const word of line.split(" ")) {
      const last = wrapped.at(-1);
      if (last !== undefined && widthOf(`${last} ${word}`) <= room) wrapped[wrapped.length - 1] = `${last} ${word}`;
      else wrapped.push(word);
    }
    return wrapped.map((text) => ({ text, of }));
  });
}
