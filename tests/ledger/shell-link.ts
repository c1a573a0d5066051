/** A device in this process, spoken to by frames as over a wire, whose link can lose a frame or an answer. */
import type {
  ControlFrame,
  DeviceKind,
  DeviceLink,
  DeviceStatus,
  JobFrame,
  LabDevice,
  Submission,
} from "../../devices/index.ts";
import { createShell, type DeviceShell } from "../../devices/virtual/shell/index.ts";

export interface FakeDevice {
  readonly shell: DeviceShell;
  readonly link: DeviceLink;
  readonly device: LabDevice;
  /** Every physical effect, by the job's text, in order. */
  readonly effects: string[];
  /** What the next submission suffers: the frame never arrives, or its answer does not. */
  lose: "nothing" | "frame" | "answer";
  /** The device never ends its jobs by itself. */
  stuck: boolean;
  hardness: number;
}

const TIMES: Readonly<Record<string, Record<string, number>>> = {
  arm: { pick: 0, place: 0, move: 0, shift: 0 },
  rockwellTester: { setup: 0, indent: 0 },
};

export function fakeDevice(name: string, kind: DeviceKind): FakeDevice {
  const effects: string[] = [];
  const shell = createShell({
    name,
    log: () => undefined,
    behaviour: {
      kind,
      async run({ text, command, params, signal }) {
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        effects.push(`${command} ${text}${Object.values(params).join(",")}`);
        if (fake.stuck)
          await new Promise((_, reject) => signal.addEventListener("abort", reject, { once: true }));
        return { numbers: { hardness: fake.hardness, xMm: params.xMm ?? 0, yMm: params.yMm ?? 0 }, text };
      },
      sensors: () => [],
      readings: () => [],
    },
  });
  const fake: FakeDevice = {
    shell,
    effects,
    lose: "nothing",
    stuck: false,
    hardness: 61.05,
    device: {
      kind,
      map: "hardlab-modbus",
      host: "127.0.0.1",
      port: 1,
      security: "None",
      timesS: TIMES[kind] ?? {},
      deadlineFloorS: 15,
    },
    link: shellLink(name, kind, shell, (frame) => {
      const { lose } = fake;
      fake.lose = "nothing";
      if (lose === "frame") return { kind: "unknown", why: "lost" };
      const reason = shell.submit(frame);
      if (lose === "answer") return { kind: "unknown", why: "lost" };
      return reason === "none" ? { kind: "accepted" } : { kind: "refused", reason };
    }),
  };
  return fake;
}

function shellLink(
  name: string,
  kind: DeviceKind,
  shell: DeviceShell,
  submit: (frame: JobFrame) => Submission,
): DeviceLink {
  return {
    name,
    kind,
    state: "connected",
    get latest() {
      return shell.status();
    },
    read: async () => shell.status(),
    submit: async (frame) => submit(frame),
    async control(frame: ControlFrame): Promise<Submission> {
      const reason = shell.control(frame);
      return reason === "none" ? { kind: "accepted" } : { kind: "refused", reason };
    },
    watch: (until, _expectedMs, signal) =>
      new Promise<DeviceStatus>((resolve, reject) => {
        const look = (): void => {
          const status = shell.status();
          if (!until(status)) return;
          stop();
          resolve(status);
        };
        const stop = shell.onChange(() => queueMicrotask(look));
        signal?.addEventListener(
          "abort",
          () => {
            stop();
            reject(signal.reason);
          },
          { once: true },
        );
        look();
      }),
    onChange: (listener) => shell.onChange(() => listener(shellLink(name, kind, shell, submit))),
    roundTripMs: () => 0,
    heartbeatAgeMs: () => 0,
    close: async () => undefined,
  };
}
