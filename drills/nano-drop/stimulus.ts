/** Nano-drop does nothing to its target: the drop itself is the load. */
export const stimulus = { kind: "none" } as const;
