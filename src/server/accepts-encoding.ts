const PATTERNS = { gzip: asked("gzip"), br: asked("br") } as const;

/** Whether who asks with this `accept-encoding` header can unpack what is packed so. */
export const acceptsEncoding = (accepted: string | string[] | undefined, encoding: keyof typeof PATTERNS): boolean =>
  PATTERNS[encoding].test(String(accepted ?? ""));

function asked(encoding: string): RegExp {
  return new RegExp(`\\b(${encoding}|\\*)(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`);
}
