/** @throws RangeError unless `value` is a whole number >= `least` that a double holds exactly */
export const requireCount = (name: string, value: number, least = 0): void => {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name} is ${value}, must be a whole number of at least ${least}`);
};

/** @throws RangeError unless `value` is finite */
export const requireFinite = (name: string, value: number): void => {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is ${value}, must be finite`);
};

/** @throws RangeError unless 0 < `value` < 1 */
export const requireOpenShare = (name: string, value: number): void => {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} is ${value}, must lie between 0 and 1`);
};

/** @throws RangeError unless 0 <= `value` <= 1 */
export const requireShare = (name: string, value: number): void => {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} is ${value}, must be at least 0 and at most 1`);
};
