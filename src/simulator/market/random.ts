/** A seeded stream of random numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** In [0, 1). */
  uniform(): number;
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  /** Standard normal. */
  normal(): number;
  exponential(mean: number): number;
  logNormal(median: number, sigma: number): number;
  /** Index drawn in proportion to `weights` (not all zero). */
  pick(weights: readonly number[]): number;
}

/** sfc32 (PractRand), seeded by an FNV-1a hash of `seed`. */
export function createRandom(seed: string): Random {
  const uniform = sfc32(seed);
  let spare: number | undefined;

  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  }

  return {
    uniform,
    normal,
    between: (low, high) => low + (high - low) * uniform(),
    chance: (probability) => uniform() < probability,
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    pick(weights) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i];
      let left = uniform() * sum;
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i];
        if (left < 0) return i;
      }
      return weights.length - 1;
    },
  };
}

function sfc32(seed: string): () => number {
  let a = hash(`${seed}/a`);
  let b = hash(`${seed}/b`);
  let c = hash(`${seed}/c`);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01_00_01_93);
  return value | 0;
}
