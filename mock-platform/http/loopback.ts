/** Whether the host of an address, as `URL` gives it, is this machine. */
export const isLoopback = (hostname: string): boolean => /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/.test(hostname);
