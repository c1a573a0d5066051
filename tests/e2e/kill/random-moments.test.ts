import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { randomFrom } from "../../../devices/virtual/render/random.ts";
import { runCampaign } from "./campaign.ts";
import { VICTIMS } from "./plan.ts";
import { expectClean, LONG_MS, SEED } from "./rounds.ts";

const RANDOM_KILLS = 10;

it("kill -9 at random moments: the tray goes on as if nothing had happened", {
  timeout: LONG_MS,
}, async () => {
  const random = randomFrom(SEED);
  let kills = 0;
  const result = await runCampaign({
    blocks: 3,
    seed: SEED,
    kills: [],
    meanwhile(controller, dataDir) {
      if (kills >= RANDOM_KILLS) return;
      const timer = setTimeout(
        () => {
          kills++;
          const victim = VICTIMS[Math.floor(random() * VICTIMS.length)];
          if (victim !== "controller") killLab(dataDir);
          // A controller that lost its lab gets a moment to notice before it dies as well.
          if (victim === "lab") setTimeout(() => controller.kill("SIGKILL"), 2_000 + 2_000 * random());
          else controller.kill("SIGKILL");
        },
        700 + 2_500 * random(),
      );
      controller.once("exit", () => clearTimeout(timer));
    },
  });
  console.log(
    `seed ${SEED} (replay with HARDLAB_TEST_SEED=${SEED}): ${kills} kills, ${result.starts} starts, ${result.truth.indentations} indentations`,
  );
  expectClean(result, 3);
  expect(kills).toBeGreaterThan(0);
});

function killLab(dataDir: string): void {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataDir, "virtual", "lab.json"), "utf8"));
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // There is no virtual lab yet, or it is just being started again: then this kill hits the air.
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}
