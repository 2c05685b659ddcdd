import type { AdmittedTarget } from "./admit-target.ts";
import { k6Hosts } from "./pins.ts";

/** What k6's options must hold so that it keeps to a target: it looks names up, redirects and paces by itself. */
export const k6TargetOptions = (target: AdmittedTarget) => ({
  hosts: k6Hosts(target.pins),
  maxRedirects: 0,
  // k6 takes whole numbers only, and 0 would mean no limit at all.
  rps: Math.max(1, Math.floor(target.file.limits.maxRequestsPerSec)),
});
