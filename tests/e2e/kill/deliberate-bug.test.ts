import { expect, it } from "vitest";
import { runCampaign } from "./campaign.ts";
import { LONG_MS, SEED } from "./rounds.ts";

it("a controller that sends before it writes the row is found out", { timeout: LONG_MS }, async () => {
  const bug = new URL("send-before-row.ts", import.meta.url).pathname;
  const kills = [
    { victim: "controller", job: "indent", point: "sent" },
    { victim: "controller", job: "shift", point: "sent" },
  ] as const;
  const found = await runCampaign({ blocks: 1, seed: SEED, kills, nodeOptions: ["--import", bug] }).then(
    ({ truth }) => [...truth.missing, ...truth.doubled],
    (error: unknown) => [String(error)],
  );
  console.log(`found: ${found.join("; ").slice(-400)}`);
  expect(found.length).toBeGreaterThan(0);
  expect(found.join()).toMatch(/already accepted job|dent/);
});
