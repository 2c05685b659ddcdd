/** Keeps a denominator from being zero in the modified Lentz method. */
const TINY = 1e-300;
/** Terms; the fractions here need about as many as the square root of their largest parameter. */
const MOST_TERMS = 200_000;

/**
 * b0 + a1 / (b1 + a2 / (b2 + ...)) by the modified Lentz method (Lentz 1976; Thompson and Barnett 1986), to a double's
 * last digits.
 *
 * @param term the n-th partial numerator and denominator, n from 1
 * @throws RangeError when it does not settle
 */
export const continuedFraction = (
  first: number,
  term: (n: number) => { readonly numerator: number; readonly denominator: number },
): number => {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let value = away(first);
  let up = value;
  let down = 0;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const { numerator, denominator } = term(n);
    down = 1 / away(denominator + numerator * down);
    up = away(denominator + numerator / up);
    const step = up * down;
    value *= step;
    if (Math.abs(step - 1) <= Number.EPSILON) return value;
  }
  throw new RangeError("the continued fraction does not settle");
};
