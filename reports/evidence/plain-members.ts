/** More names than this are not put in order here. */
const MOST = 64;

/** Where the names and values of one object stand in its bytes, in the order of the names; kept from object to object. */
export interface Members {
  clear(): void;
  /** False when the name was there before, or there are too many. */
  add(bytes: Uint8Array, key: number, keyEnd: number, value: number, valueEnd: number, isObject: boolean): boolean;
  count(): number;
  /** The member that has this place in the order of names. */
  sorted(place: number): number;
  keyFrom(member: number): number;
  valueFrom(member: number): number;
  valueTo(member: number): number;
  /** The member whose value is an object; -1 when none is. */
  innerAt(): number;
  /** The member of this name; -1 when there is none. */
  find(bytes: Uint8Array, name: string): number;
}

export function createMembers(): Members {
  const keys = new Int32Array(MOST);
  const keyEnds = new Int32Array(MOST);
  const values = new Int32Array(MOST);
  const valueEnds = new Int32Array(MOST);
  const order = new Int32Array(MOST);
  let count = 0;
  let inner = -1;

  /** Below 0 when the name at `key` comes before a member's, by its bytes; 0 when it is the same. */
  const compare = (bytes: Uint8Array, key: number, keyEnd: number, member: number): number => {
    const other = keys[member] ?? 0;
    const otherEnd = keyEnds[member] ?? 0;
    const common = Math.min(keyEnd - key, otherEnd - other);
    for (let at = 0; at < common; at++) {
      const difference = (bytes[key + at] ?? 0) - (bytes[other + at] ?? 0);
      if (difference !== 0) return difference;
    }
    return keyEnd - key - (otherEnd - other);
  };

  return {
    clear: () => {
      count = 0;
      inner = -1;
    },
    add: (bytes, key, keyEnd, value, valueEnd, isObject) => {
      if (count === MOST) return false;
      let place = count;
      for (; place > 0; place--) {
        const before = order[place - 1] ?? 0;
        const turn = compare(bytes, key, keyEnd, before);
        if (turn === 0) return false;
        if (turn > 0) break;
        order[place] = before;
      }
      order[place] = count;
      keys[count] = key;
      keyEnds[count] = keyEnd;
      values[count] = value;
      valueEnds[count] = valueEnd;
      if (isObject) inner = count;
      count++;
      return true;
    },
    count: () => count,
    sorted: (place) => order[place] ?? -1,
    keyFrom: (member) => keys[member] ?? 0,
    valueFrom: (member) => values[member] ?? 0,
    valueTo: (member) => valueEnds[member] ?? 0,
    innerAt: () => inner,
    find: (bytes, name) => {
      for (let member = 0; member < count; member++) {
        const from = keys[member] ?? 0;
        if ((keyEnds[member] ?? 0) - from !== name.length) continue;
        let at = 0;
        while (at < name.length && bytes[from + at] === name.charCodeAt(at)) at++;
        if (at === name.length) return member;
      }
      return -1;
    },
  };
}
