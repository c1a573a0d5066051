/**
 * Fits the nets that tell what mars a surface: looks at practice pictures (rendered by seed, or those of the folders named), labels
 * every finding by the truth beside the picture, trains, and writes vision/surface/surface-weights.ts.
 * `node tests/bench/surface-fit.ts [--pictures DIR]…`; the same pictures give the same weights. Measure with tests/bench/vision.ts on
 * other seeds.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type PictureTruth, type Split, writeRenders } from "../../devices/virtual/render/index.ts";
import { readGreyImage } from "../../vision/image/grey-image.ts";
import { type KindNet, likeliest } from "../../vision/surface/net.ts";
import { type FindingNets, stateInputs } from "../../vision/surface/state-evidence.ts";
import {
  LINE_NET,
  type NamedState,
  PATCH_NET,
  SPOT_NET,
  STATE_NET,
} from "../../vision/surface/surface-weights.ts";
import { trainKinds } from "./surface-net.ts";
import { type Labelled, type SurfaceSamples, samplesOf } from "./surface-samples.ts";

const PRACTICE: readonly {
  readonly view: "block" | "closeup";
  readonly split: Split;
  readonly seed: number;
  readonly count: number;
}[] = [
  { view: "block", split: "hard", seed: 7010, count: 400 },
  { view: "block", split: "fit", seed: 7013, count: 30 },
  { view: "block", split: "lab", seed: 7014, count: 24 },
  { view: "closeup", split: "hard", seed: 7102, count: 300 },
];
const WEIGHTS_FILE = new URL("../../vision/surface/surface-weights.ts", import.meta.url);

const { values } = parseArgs({ options: { pictures: { type: "string", multiple: true } } });

interface Practised extends SurfaceSamples {
  readonly state: NamedState;
}
const practised: Practised[] = [];

function learnFrom(folder: string): void {
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .forEach((name, i) => {
      const truth: PictureTruth = JSON.parse(readFileSync(join(folder, name), "utf8"));
      if (truth.state === "unreadable") return;
      const image = readGreyImage(join(folder, truth.image));
      // Two in three as they truly are, the third as a search that missed some would give them.
      const found = samplesOf(image, truth, i % 3 === 2 ? i : 0);
      image.mat.release();
      practised.push({ ...found, state: truth.state === "full" ? "fit" : truth.state });
    });
  console.log(`${folder}: ${practised.length} surfaces so far`);
}

for (const folder of values.pictures ?? []) learnFrom(folder);
if (values.pictures === undefined)
  for (const practice of PRACTICE) {
    const folder = mkdtempSync(join(tmpdir(), "hardlab-fit-surface-"));
    try {
      await writeRenders({ outDir: folder, ...practice, format: "bmp", log: () => undefined });
      learnFrom(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

/** Findings that are nothing are by far the most: one in so many is kept, and counts for all of them. */
const KEPT_OF_FINISH = 3;
/** Rare kinds of findings weigh more, by this power of how rare they are; states count as often as they come. */
const RARITY_POWER = 0.3;

function fitted<Kind extends string>(
  { kinds }: KindNet<Kind>,
  samples: readonly Labelled<Kind>[],
  rarityPower = RARITY_POWER,
): KindNet<Kind> {
  const counts = kinds.map((kind) => samples.filter((sample) => sample.kind === kind).length);
  const thin = (counts[0] ?? 0) > 6_000 ? KEPT_OF_FINISH : 1;
  let nothings = 0;
  const kept = samples.flatMap(({ inputs, kind }) => {
    const at = kinds.indexOf(kind);
    if (at === 0 && nothings++ % thin !== 0) return [];
    const rare = (samples.length / Math.max(1, counts[at] ?? 1)) ** rarityPower;
    return [{ inputs, kind: at, weight: rare * (at === 0 ? thin : 1) }];
  });
  return { kinds, ...trainKinds(kept, kinds.length) };
}

function findingNets(from: readonly Practised[]): FindingNets {
  return {
    lines: fitted(
      LINE_NET,
      from.flatMap(({ lines }) => lines),
    ),
    patches: fitted(
      PATCH_NET,
      from.flatMap(({ patches }) => patches),
    ),
    spots: fitted(
      SPOT_NET,
      from.flatMap(({ spots }) => spots),
    ),
  };
}

/** The net that names the state learns from chances given by nets that have not seen the same picture. */
function stateNet(): KindNet<NamedState> {
  const halves = [0, 1].map((half) => practised.filter((_, i) => i % 2 === half));
  const samples = halves.flatMap((half, h) => {
    const nets = findingNets(halves[1 - h] ?? []);
    return half.map(({ traits, state }) => ({ inputs: stateInputs(traits, nets), kind: state }));
  });
  const net = fitted(STATE_NET, samples, 0);
  report(net, samples);
  return net;
}

/** How the practice itself is told apart: rows are the truth. */
function report<Kind extends string>(net: KindNet<Kind>, samples: readonly Labelled<Kind>[]): void {
  const rows = net.kinds.map((truth) => {
    const told = samples
      .filter(({ kind }) => kind === truth)
      .map(({ inputs }) => likeliest(net, inputs).kind);
    return [
      truth,
      Object.fromEntries(net.kinds.map((kind) => [kind, told.filter((k) => k === kind).length])),
    ];
  });
  console.table(Object.fromEntries(rows));
}

const row = (values: readonly number[]): string => `[${values.map((v) => Number(v.toFixed(5))).join(", ")}]`;
function asText<Kind extends string>(name: string, type: string, net: KindNet<Kind>): string {
  const list = (rows: readonly (readonly number[])[]): string =>
    rows.map((one) => `    ${row(one)},`).join("\n");
  return `\nexport const ${name}: KindNet<${type}> = {
  kinds: [${net.kinds.map((kind) => `"${kind}"`).join(", ")}],
  hidden: [\n${list(net.hidden)}\n  ],
  output: [\n${list(net.output)}\n  ],
};\n`;
}

const state = stateNet();
const nets = findingNets(practised);
report(
  nets.lines,
  practised.flatMap(({ lines }) => lines),
);
report(
  nets.patches,
  practised.flatMap(({ patches }) => patches),
);
report(
  nets.spots,
  practised.flatMap(({ spots }) => spots),
);
const text = readFileSync(WEIGHTS_FILE, "utf8");
writeFileSync(
  WEIGHTS_FILE,
  text.slice(0, text.indexOf("\nexport const LINE_NET")) +
    asText("LINE_NET", "LineKind", nets.lines) +
    asText("PATCH_NET", "PatchKind", nets.patches) +
    asText("SPOT_NET", "SpotKind", nets.spots) +
    asText("STATE_NET", "NamedState", state),
);
