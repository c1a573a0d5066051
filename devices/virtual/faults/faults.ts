/** The desk where faults are arranged, looked at and taken back. */
import type { Lab } from "../../lab-file.ts";
import type { DeviceTrouble } from "../behaviours/index.ts";
import type { DeviceShell } from "../shell/index.ts";
import type { WorldFile } from "../world/index.ts";
import { type Arranged, FaultBook, type FaultView, viewOf } from "./book.ts";
import { checkFault, type Fault, FaultError } from "./fault.ts";
import { FaultyDevice } from "./faulty-device.ts";
import { Links } from "./links.ts";

export interface Faults {
  readonly troubleOf: (device: string) => DeviceTrouble;
  /** The shell to be served instead of a device's own. */
  wrap(device: string, shell: DeviceShell): DeviceShell;
  /** The device is served at this port; its network can be troubled from now on. */
  servedAt(device: string, port: number): void;
  /**
   * Arranges a fault as it was asked for.
   * @throws FaultError with every finding, when it cannot be.
   */
  ask(request: unknown): FaultView;
  /** Arranges checked faults, those of a scenario; what cannot be done at once is logged. */
  arrange(faults: readonly Fault[]): void;
  list(): FaultView[];
  /** Takes back the faults that are not over, and forgets those that are; of one device, kind or number where given. */
  clear(which: { readonly id?: number; readonly device?: string; readonly fault?: string }): FaultView[];
  close(): void;
}

export function createFaults(options: {
  readonly lab: Lab;
  readonly world: WorldFile;
  readonly log: (entry: object) => void;
}): Faults {
  const { lab, world, log } = options;
  const [book, links] = [new FaultBook(), new Links()];
  const timers = new Map<Arranged, NodeJS.Timeout>();
  const devices = new Map(
    Object.entries(lab.devices).map(([name, { kind }]) => [
      name,
      new FaultyDevice({ name, kind, lab, world, book, links }),
    ]),
  );
  const deviceNamed = (name: string): FaultyDevice => {
    const device = devices.get(name);
    if (device === undefined) throw new Error(`${lab.file} has no device "${name}"`);
    return device;
  };

  /** Puts a fault into the book; returns what is in the way of what it does at once. */
  const arrange = (fault: Fault): { arranged: Arranged; obstacle: string | undefined } => {
    const arranged = book.add(fault);
    log({ event: "fault arranged", ...viewOf(arranged) });
    const device = deviceNamed(fault.device);
    if (fault.afterS === 0)
      return { arranged, obstacle: fault.awaitsJob ? undefined : device.actNow(arranged) };
    const timer = setTimeout(() => {
      timers.delete(arranged);
      arranged.armed = true;
      const obstacle = fault.awaitsJob ? undefined : device.actNow(arranged);
      log({ event: "fault due", ...viewOf(arranged), ...(obstacle === undefined ? {} : { obstacle }) });
    }, fault.afterS * 1000);
    timer.unref();
    timers.set(arranged, timer);
    return { arranged, obstacle: undefined };
  };

  return {
    troubleOf: deviceNamed,
    wrap: (device, shell) => deviceNamed(device).wrap(shell),
    servedAt: (device, port) => deviceNamed(device).servedAt(port),
    ask(request) {
      const checked = checkFault(lab, request);
      const what = "the fault cannot be arranged";
      if ("findings" in checked)
        throw new FaultError(
          what,
          checked.findings.map(({ path, text }) => `${path.join(".") || "(top)"}: ${text}`),
        );
      const { arranged, obstacle } = arrange(checked.fault);
      if (obstacle === undefined) return viewOf(arranged);
      book.remove(arranged);
      throw new FaultError(what, [obstacle]);
    },
    arrange(faults) {
      for (const fault of faults) {
        const { arranged, obstacle } = arrange(fault);
        if (obstacle !== undefined) log({ event: "fault without effect", ...viewOf(arranged), obstacle });
      }
    },
    list: () => book.all.map(viewOf),
    clear({ id, device, fault }) {
      const cleared = book.all.filter(
        (arranged) =>
          (id === undefined || arranged.id === id) &&
          (device === undefined || arranged.fault.device === device) &&
          (fault === undefined || arranged.fault.fault === fault),
      );
      const views = cleared.map(viewOf);
      for (const arranged of cleared) {
        clearTimeout(timers.get(arranged));
        timers.delete(arranged);
        deviceNamed(arranged.fault.device).lift(arranged);
        book.remove(arranged);
      }
      log({ event: "faults cleared", faults: views.map((view) => view.id) });
      return views;
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      links.close();
    },
  };
}
