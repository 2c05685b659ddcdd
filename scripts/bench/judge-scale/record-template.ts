/** A recorded line with holes for what is another in each repetition of the recording: times, ids, places. */
type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "time"; readonly at: number }
  | { readonly kind: "place"; readonly place: number }
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "given"; readonly name: string };

export interface Repetition {
  /** 0 is the recording itself. */
  readonly turn: number;
  readonly shiftMs: number;
  readonly shiftPlaces: number;
}

export interface RecordTemplate {
  fill(repetition: Repetition, given?: Readonly<Record<string, string>>): string;
}

const ID_TAIL = 4;

/** Ids end otherwise in each turn but the first; four digits of base 36 tell 1.6 million apart. */
const idIn = (id: string, turn: number): string =>
  turn === 0 ? id : `${id.slice(0, -ID_TAIL)}${turn.toString(36).padStart(ID_TAIL, "0")}`;

/**
 * @param line JSON; `<name>` stands for what is given when it is filled
 * @param prefix what the client's contact ids of the recording begin with
 */
export function recordTemplate(line: string, prefix: string): RecordTemplate {
  const parts: Part[] = [];
  const holes = new RegExp(`(?<="${prefix}-)\\d{6}|(?<=")[a-z]_[\\w-]{13,}(?=")|\\b1[67]\\d{11}\\b|"?<[a-z]+>"?`, "g");
  let from = 0;
  for (const { 0: found, index } of line.matchAll(holes)) {
    if (index > from) parts.push({ kind: "text", text: line.slice(from, index) });
    from = index + found.length;
    if (found.includes("<")) parts.push({ kind: "given", name: found.replace(/^"?<|>"?$/g, "") });
    else if (/^\d{6}$/.test(found)) parts.push({ kind: "place", place: Number(found) });
    else if (/^\d+$/.test(found)) parts.push({ kind: "time", at: Number(found) });
    else parts.push({ kind: "id", id: found });
  }
  parts.push({ kind: "text", text: line.slice(from) });
  return {
    fill: ({ turn, shiftMs, shiftPlaces }, given = {}) => {
      let text = "";
      for (const part of parts) {
        if (part.kind === "text") text += part.text;
        else if (part.kind === "time") text += part.at + shiftMs;
        else if (part.kind === "place") text += String(part.place + shiftPlaces).padStart(6, "0");
        else if (part.kind === "id") text += idIn(part.id, turn);
        else text += given[part.name] ?? "";
      }
      return text;
    },
  };
}
