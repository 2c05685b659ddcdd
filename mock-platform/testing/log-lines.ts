/** A place for a stack's log, to be looked through afterwards. */
export const collectLog = () => {
  const lines: string[] = [];
  return { write: (line: string): void => void lines.push(line), text: (): string => lines.join("") };
};
