/** Bytes of a link; most chains have one or two. */
const LINK = 24;
const LINKS = 1 << 12;
const NONE = -1;

/** Strings of bytes that grow in turn with one another, in links of a few bytes; what is there is never moved. */
export interface ByteChains {
  putByte(chain: number, byte: number): void;
  /** A whole number from 0 to 2^32 - 1, seven bits a byte. */
  putNumber(chain: number, value: number): void;
  isEmpty(chain: number): boolean;
  reader(chain: number): ChainReader;
}

/** Reads what was put, in the same order. */
export interface ChainReader {
  isAtEnd(): boolean;
  byte(): number;
  number(): number;
}

interface Block {
  readonly bytes: Uint8Array;
  /** The link behind each. */
  readonly next: Int32Array;
}

export const createByteChains = (): ByteChains => {
  const blocks: Block[] = [];
  let links = 0;
  let heads = new Int32Array(256).fill(NONE);
  let tails = new Int32Array(256).fill(NONE);
  /** Bytes in each chain's last link. */
  let used = new Uint8Array(256);

  const blockOf = (link: number): Block => {
    const block = blocks[Math.floor(link / LINKS)];
    if (block === undefined) throw new RangeError(`no link ${link}`);
    return block;
  };
  const makeRoom = (chain: number): void => {
    const size = Math.max(heads.length * 2, chain + 1);
    const [moreHeads, moreTails, moreUsed] = [
      new Int32Array(size).fill(NONE),
      new Int32Array(size).fill(NONE),
      new Uint8Array(size),
    ];
    moreHeads.set(heads);
    moreTails.set(tails);
    moreUsed.set(used);
    [heads, tails, used] = [moreHeads, moreTails, moreUsed];
  };
  const addLink = (chain: number): number => {
    if (links % LINKS === 0)
      blocks.push({ bytes: new Uint8Array(LINKS * LINK), next: new Int32Array(LINKS).fill(NONE) });
    const link = links++;
    const last = tails[chain] ?? NONE;
    if (last === NONE) heads[chain] = link;
    else blockOf(last).next[last % LINKS] = link;
    tails[chain] = link;
    used[chain] = 0;
    return link;
  };
  const putByte = (chain: number, byte: number): void => {
    if (chain >= heads.length) makeRoom(chain);
    let link = tails[chain] ?? NONE;
    if (link === NONE || used[chain] === LINK) link = addLink(chain);
    const at = used[chain] ?? 0;
    blockOf(link).bytes[(link % LINKS) * LINK + at] = byte;
    used[chain] = at + 1;
  };

  return {
    putByte,
    putNumber: (chain, value) => {
      let rest = value;
      while (rest > 127) {
        putByte(chain, (rest % 128) + 128);
        rest = Math.floor(rest / 128);
      }
      putByte(chain, rest);
    },
    isEmpty: (chain) => (heads[chain] ?? NONE) === NONE,
    reader: (chain) => {
      const last = tails[chain] ?? NONE;
      const end = used[chain] ?? 0;
      let link = heads[chain] ?? NONE;
      let at = 0;
      const byte = (): number => {
        if (at === LINK) {
          link = blockOf(link).next[link % LINKS] ?? NONE;
          at = 0;
        }
        return blockOf(link).bytes[(link % LINKS) * LINK + at++] ?? 0;
      };
      return {
        isAtEnd: () => link === NONE || (link === last && at === end),
        byte,
        number: () => {
          let value = 0;
          for (let scale = 1; ; scale *= 128) {
            const one = byte();
            value += (one % 128) * scale;
            if (one < 128) return value;
          }
        },
      };
    },
  };
};
