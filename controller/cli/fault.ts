/**
 * Makes something go wrong in a running virtual lab, through its control channel. The virtual lab is another program: what kinds of
 * faults there are, and whether one can befall a device, is for it to say.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

interface FaultCommand {
  readonly device?: string;
  readonly fault?: string;
  readonly data: string;
  readonly command?: string;
  readonly nth?: number;
  readonly times?: number;
  readonly seconds?: number;
  readonly value?: string;
  readonly list?: boolean;
  readonly clear?: boolean;
  readonly json?: boolean;
}

/** There is no virtual lab to ask, or it refused; the message says why and what to do. */
class VirtualLabError extends Error {
  override readonly name = "VirtualLabError";
}

const viewSchema = z.looseObject({
  id: z.number(),
  device: z.string(),
  fault: z.string(),
  state: z.string(),
  command: z.string().optional(),
  nth: z.number().optional(),
  times: z.number().optional(),
  seconds: z.number().optional(),
  value: z.union([z.number(), z.string()]).optional(),
  met: z.number(),
});
type FaultView = z.infer<typeof viewSchema>;

const kindsSchema = z.array(
  z.object({ fault: z.string(), on: z.string(), acts: z.string(), value: z.string(), meaning: z.string() }),
);

/** Arranges a fault, or with `list` or `clear` shows or takes back. */
export async function fault(options: FaultCommand): Promise<void> {
  const { list, clear, device, data } = options;
  if (list === true) return listFaults(options);
  const url = controlUrl(data);
  if (clear === true) return clearFaults(url, options);
  if (device === undefined)
    throw new VirtualLabError(
      "give a DEVICE and a FAULT (--list shows the faults there are), or --clear to take faults back",
    );
  const request = requestOf(options, device);
  const view = viewSchema.parse(await ask(url, data, "POST", "/faults", request));
  print(options, view, `${inWords(view)}\n`);
}

function requestOf(
  { fault = "", command, nth, times, seconds, value }: FaultCommand,
  device: string,
): object {
  const number = value === undefined || value.trim() === "" ? Number.NaN : Number(value);
  return { device, fault, command, nth, times, seconds, value: Number.isNaN(number) ? value : number };
}

async function listFaults(options: FaultCommand): Promise<void> {
  const kinds = kindsThereAre();
  const faults = await arrangedFaults(options.data);
  const rows = kinds.map(({ fault, on, acts, value, meaning }) =>
    [`${fault.padEnd(17)} ${meaning}`, `On ${on}; ${acts}.`, value === "" ? [] : `--value ${value}.`]
      .flat()
      .join(`\n${" ".repeat(18)}`),
  );
  const arranged =
    faults === null
      ? `No virtual lab runs on ${resolve(options.data)}.`
      : [
          "Arranged in this lab:",
          ...(faults.length === 0 ? ["  none"] : faults.map((view) => `  ${inWords(view)}`)),
        ].join("\n");
  print(options, { kinds, faults }, `${rows.join("\n")}\n\n${arranged}\n`);
}

/** Asked of the virtual lab's own program: no lab need run for it. */
function kindsThereAre(): z.infer<typeof kindsSchema> {
  const program = fileURLToPath(new URL("../../devices/virtual/main.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "--faults"], { encoding: "utf8" });
  if (status !== 0)
    throw new VirtualLabError(`${program} --faults ended with status ${status}: ${stderr}${stdout}`);
  return kindsSchema.parse(JSON.parse(stdout));
}

/** Null when no lab runs. */
async function arrangedFaults(data: string): Promise<FaultView[] | null> {
  try {
    const answer = await ask(controlUrl(data), data, "GET", "/faults");
    return z.object({ faults: z.array(viewSchema) }).parse(answer).faults;
  } catch (error) {
    if (error instanceof VirtualLabError) return null;
    throw error;
  }
}

async function clearFaults(url: string, options: FaultCommand): Promise<void> {
  const { device, fault } = options;
  const query = new URLSearchParams({
    ...(device === undefined ? {} : { device }),
    ...(fault === undefined ? {} : { fault }),
  });
  const answer = await ask(url, options.data, "DELETE", `/faults?${query}`);
  const { cleared } = z.object({ cleared: z.array(viewSchema) }).parse(answer);
  print(
    options,
    { cleared },
    cleared.length === 0 ? "Nothing to take back.\n" : `Taken back: ${cleared.length}.\n`,
  );
}

function print({ json }: FaultCommand, answer: object, words: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : words);
}

const POSITIONS = ["next", "second", "third"] as const;

function inWords({ id, device, fault, state, command, nth, times, seconds, value, met }: FaultView): string {
  const which = nth === undefined ? "" : ` at the ${POSITIONS[nth - 1] ?? `${nth}th`} ${command ?? "job"}`;
  const often = times === undefined || times === 1 ? "" : `, ${times} times`;
  const how = value === undefined ? "" : ` (${value})`;
  const long = seconds === undefined || seconds === 0 ? "" : ` for ${seconds} s`;
  return `${id}: ${device} ${fault}${how}${which}${often}${long}: ${state}${met === 0 ? "" : `, met ${met}`}`;
}

const noLab = (data: string, why: string): VirtualLabError =>
  new VirtualLabError(
    `no virtual lab runs on ${resolve(data)} (${why}); start it with \`hardlab serve --data ${data}\` or \`hardlab run … --data ${data}\``,
  );

/** Where the running lab's control channel is, as the lab left it in its data folder. */
function controlUrl(data: string): string {
  const file = join(resolve(data), "virtual", "lab.json");
  if (!existsSync(file)) throw noLab(data, `there is no ${file}`);
  const left = z.object({ controlUrl: z.url() }).safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!left.success) throw noLab(data, `${file} names no control channel`);
  return left.data.controlUrl;
}

async function ask(url: string, data: string, method: string, path: string, body?: object): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`${url}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
  } catch (error) {
    throw noLab(data, `nothing answers at ${url}: ${reasonOf(error)}`);
  }
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const refused = z.object({ error: z.string() }).safeParse(answer);
  throw new VirtualLabError(
    refused.success ? refused.data.error : `the virtual lab answered ${response.status}`,
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
