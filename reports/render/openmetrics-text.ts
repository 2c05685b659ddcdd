import { visibleText } from "../../core/text/visible-text.ts";

export type Labels = Readonly<Record<string, string>>;

export interface MetricText {
  /** A gauge without a sample leaves no family behind. `unit` is the end of `name`, or empty. */
  gauge(name: string, unit: string, help: string, samples: readonly { labels: Labels; value: number }[]): void;
  info(name: string, help: string, labels: Labels): void;
  /** One of `states` holds for each set of labels. */
  states<S extends string>(
    name: string,
    help: string,
    states: readonly S[],
    sets: readonly { labels: Labels; state: S }[],
  ): void;
  /** The whole exposition, with its end mark. */
  end(): string;
}

/** Of a label's value and of a help text: backslash, line feed and quote (OpenMetrics 1.0, "escaped-string"). */
const escaped = (text: string): string =>
  visibleText(text).replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

const written = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
};

/**
 * Writes OpenMetrics 1.0 text: TYPE, UNIT and HELP of a family, its samples together, `# EOF` at the end. Two sets of
 * equal labels would make the text invalid; the later one is told from the first by a label `again`.
 */
export function createMetricText(): MetricText {
  const lines: string[] = [];

  function unique(): (labels: Labels) => Labels {
    const seen = new Map<string, number>();
    return (labels) => {
      const key = written(labels);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return count === 1 ? labels : { ...labels, again: String(count) };
    };
  }

  function head(name: string, type: string, unit: string, help: string): void {
    lines.push(`# TYPE ${name} ${type}`);
    if (unit !== "") lines.push(`# UNIT ${name} ${unit}`);
    lines.push(`# HELP ${name} ${escaped(help)}`);
  }

  return {
    gauge(name, unit, help, samples) {
      if (samples.length === 0) return;
      head(name, "gauge", unit, help);
      const once = unique();
      for (const { labels, value } of samples) lines.push(`${name}${written(once(labels))} ${value}`);
    },
    info(name, help, labels) {
      head(name, "info", "", help);
      lines.push(`${name}_info${written(labels)} 1`);
    },
    states(name, help, states, sets) {
      if (sets.length === 0) return;
      head(name, "stateset", "", help);
      const once = unique();
      for (const { labels, state } of sets) {
        const own = once(labels);
        for (const each of states) lines.push(`${name}${written({ ...own, [name]: each })} ${Number(each === state)}`);
      }
    },
    end: () => `${[...lines, "# EOF"].join("\n")}\n`,
  };
}
