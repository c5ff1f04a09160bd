/** How wrong the estimate is found to be where the truth is known; see docs/estimation.md section 9. Variances are of ln(true USD / estimated USD). */
export interface SpreadPrior {
  /** Of a whole side at once: the scale, which prints cannot tell from the feed's coverage. */
  readonly side: number;
  /** Of every bin by itself, whatever it holds: what the model leaves out. */
  readonly bin: number;
  /** Of a rung's weight before anything has printed of it, and the printed orders that halve it. */
  readonly rung: { readonly variance: number; readonly orders: number };
  /** The same of the trend that neighbouring rungs share. */
  readonly trend: { readonly variance: number; readonly orders: number };
  /** Distance in log leverage between neighbourhoods, and the reach of each. */
  readonly neighbourhood: number;
  /** Median of ln(true / estimated): by how much the estimate of a bin is usually too low. */
  readonly lean: number;
  /** The position behind a typical dollar that stands, in orders behind a typical dollar that prints. */
  readonly positionPerOrder: number;
  /** The position behind a typical dollar as a share of open interest, before anything has printed. */
  readonly positionShare: number;
}

/** Fitted to simulated markets that docs/accuracy.md is not scored on (second week): at first seeds bands-1 to bands-18; `rung` and `lean` again, for ladder@4, on bands-1 to bands-7 and c5-01 to c5-08. */
export const SPREAD_PRIOR: SpreadPrior = {
  side: 0.01,
  bin: 0.005,
  rung: { variance: 0.6, orders: 50 },
  trend: { variance: 0.38, orders: 15 },
  neighbourhood: 0.7,
  lean: 0.1,
  positionPerOrder: 1,
  positionShare: 1.2e-4,
};
