/** The Stirling series is exact to a double's last digit from here on. */
const SERIES_FROM = 15;

/**
 * ln Gamma(x + 1) less Stirling's formula: what is left of a factorial once the large parts, which would cancel, are
 * gone. x > 0, whole or not. Absolute error below 1e-15. (Loader 2000, Fast and Accurate Computation of Binomial
 * Probabilities; the recurrence below 15 is Gamma(x + 2) = (x + 1) Gamma(x + 1).)
 */
export const stirlingError = (x: number): number => {
  let sum = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) sum += (at + 0.5) * Math.log1p(1 / at) - 1;
  const square = at * at;
  const series =
    1 / 12 -
    (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square) / square;
  return sum + series / at;
};

/**
 * The deviance x ln(x / mean) + mean - x, without the cancellation near x = mean (Loader 2000, function bd0).
 * x > 0, mean > 0.
 */
export const deviance = (x: number, mean: number): number => {
  const gap = x - mean;
  if (Math.abs(gap) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - gap;
  const ratio = gap / (x + mean);
  const square = ratio * ratio;
  let sum = gap * ratio;
  let power = 2 * x * ratio;
  for (let odd = 3; ; odd += 2) {
    power *= square;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
};

/**
 * Gamma(a + b + 1) / (Gamma(a + 1) Gamma(b + 1)) x^a y^b with y = 1 - x, given apart because it may be known better:
 * the binomial probability of a in a + b, also for parts that are not whole. a, b > 0, 0 < x < 1. (Loader 2000)
 */
export const binomialDensity = (a: number, b: number, x: number, y: number): number => {
  const n = a + b;
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * a * b));
};

/** x^a e^-x / Gamma(a + 1): the Poisson probability of `a` at mean x, also where a is not whole. a, x > 0. (Loader 2000) */
export const poissonDensity = (a: number, x: number): number =>
  Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
