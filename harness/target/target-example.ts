/** A target file for tests: this machine unless `hosts` and addresses say otherwise. */
export const targetText = (
  part: { origin?: string; pop?: string; hosts?: string; more?: string; expiresAt?: string } = {},
): string =>
  `schema: fieldproof.target/1
name: staging desk
environment: staging
addresses:
  pops: { pop-a: "${part.pop ?? "http://127.0.0.1:4101"}" }
  origin: "${part.origin ?? "http://127.0.0.1:4100"}"
hosts: ${part.hosts ?? "[]"}
limits:
  maxRequestsPerSec: 20
  maxContacts: 300
  publishedLimits: [{ scope: whole desk, perMinute: 600, source: "https://docs.example/limits" }]
expiresAt: "${part.expiresAt ?? "2030-01-01T00:00:00Z"}"
approver: { name: A. Reviewer, role: release manager }
syntheticMarker: { header: x-synthetic, value: fieldproof }
capabilities: [customer, agent]
${part.more ?? ""}`;
