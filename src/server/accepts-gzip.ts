/** Whether who asks with this `accept-encoding` header can unzip. */
export const acceptsGzip = (accepted: string | string[] | undefined): boolean => /\b(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(accepted ?? ""));
