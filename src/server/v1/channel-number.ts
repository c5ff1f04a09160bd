/** What fits into a frame's u16. */
const MOST = 0xffff;

/** Number of the next subscription of a connection: above 0, which is no channel's, and none that is still taken after all have been used once. */
export function channelAfter(last: number, isTaken: (number: number) => boolean): number {
  let next = last;
  do next = (next % MOST) + 1;
  while (isTaken(next));
  return next;
}
