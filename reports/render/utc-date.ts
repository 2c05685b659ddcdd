const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const two = (value: number): string => String(value).padStart(2, "0");

/** "Friday 27 November, 18:00 UTC"; with the year where asked. A text that is no date comes back as it is. */
export function utcDay(text: string, { year }: { year: boolean }): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const day = `${DAYS[date.getUTCDay()] ?? ""} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""}`;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
  return year ? `${day} ${date.getUTCFullYear()}, ${time}` : `${day}, ${time}`;
}

/** "Friday 27 November", or null when the text is no date. */
export function utcDayAlone(text: string): string | null {
  const whole = utcDay(text, { year: false });
  const comma = whole.lastIndexOf(",");
  return Number.isNaN(new Date(text).getTime()) || comma < 0 ? null : whole.slice(0, comma);
}

/** "Tue 24 Nov 2026, 14:02 UTC": the short form for narrow places. */
export function utcShort(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const month = (MONTHS[date.getUTCMonth()] ?? "").slice(0, 3);
  const day = `${(DAYS[date.getUTCDay()] ?? "").slice(0, 3)} ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
  return `${day}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
}
