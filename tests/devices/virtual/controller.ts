/** A small controller for tests of the virtual-lab process: real links over Modbus, one job after the other. */
import {
  type ControlWord,
  connectDevice,
  type DeviceLink,
  type DeviceStatus,
  encodeJob,
  isFinished,
  type Lab,
  type LabDevice,
  type Pki,
  type Submission,
} from "../../../devices/index.ts";
import type { VirtualLabHandle } from "../../../devices/virtual/index.ts";

/** Links over Modbus ask for no certificates. */
const NO_PKI = {
  folder: "",
  applicationName: "",
  applicationUri: "",
  certificateFile: "",
  privateKeyFile: "",
};
const CONTROLLER_ID = 4711;

export class TestController {
  readonly #lab: Lab;
  readonly #links = new Map<string, DeviceLink>();
  #jobNumber = 0;

  constructor(lab: Lab, { addresses }: Pick<VirtualLabHandle, "addresses">, pki: Pki = NO_PKI) {
    this.#lab = lab;
    for (const [name, device] of Object.entries(lab.devices)) {
      const address = addresses[name];
      if (address === undefined) throw new Error(`no address of ${name}`);
      this.#links.set(name, connectDevice(name, device, address, { pki, log: () => undefined }));
    }
  }

  link(name: string): DeviceLink {
    const link = this.#links.get(name);
    if (link === undefined) throw new Error(`no link to ${name}`);
    return link;
  }

  /** Sends a job once, whatever comes of it. */
  async offer(
    name: string,
    command: string,
    text = "",
    params: Record<string, number> = {},
  ): Promise<{ jobNumber: number; answer: Submission }> {
    const link = this.link(name);
    const { bootId } = await link.read();
    const jobNumber = ++this.#jobNumber;
    const content = encodeJob(this.#device(name), link.kind, { command, text, params });
    const answer = await link.submit({ controllerId: CONTROLLER_ID, jobNumber, bootId, ...content });
    return { jobNumber, answer };
  }

  /** Sends a job and resolves when it is accepted, with its number. */
  async send(name: string, command: string, text = "", params: Record<string, number> = {}): Promise<number> {
    const { jobNumber, answer } = await this.offer(name, command, text, params);
    if (answer.kind !== "accepted") throw new Error(`${name} ${command}: ${JSON.stringify(answer)}`);
    return jobNumber;
  }

  /** The status in which a job is over. */
  over(name: string, jobNumber: number): Promise<DeviceStatus> {
    return this.link(name).watch(
      (status) => status.jobNumber === jobNumber && isFinished(status.jobState),
      0,
    );
  }

  /** Sends a job and waits for its end, good or bad. */
  async run(
    name: string,
    command: string,
    text = "",
    params: Record<string, number> = {},
  ): Promise<DeviceStatus> {
    return this.over(name, await this.send(name, command, text, params));
  }

  /** A word about the job in hand, or `reset`. */
  async control(name: string, control: ControlWord, jobNumber = 0): Promise<void> {
    const controllerId = control === "reset" ? 0 : CONTROLLER_ID;
    const answer = await this.link(name).control({ controllerId, jobNumber, control });
    if (answer.kind !== "accepted") throw new Error(`${name} ${control}: ${JSON.stringify(answer)}`);
  }

  /** Sends a job and waits for its end; throws when it fails. */
  async well(
    name: string,
    command: string,
    text = "",
    params: Record<string, number> = {},
  ): Promise<DeviceStatus> {
    const over = await this.run(name, command, text, params);
    if (over.jobState !== "succeeded") throw new Error(`${name} ${command}: ${over.faultText}`);
    return over;
  }

  async blockOnAnvil(slot: number): Promise<void> {
    await this.well("agv", "load", "tray");
    await this.well("agv", "go", "rockwell");
    await this.well("agv", "unload", "tray");
    await this.well("rockwell-tester", "setup", "HRC");
    await this.well("rockwell-arm", "move", "tray");
    await this.well("rockwell-arm", "pick", `slot:${slot}`);
    await this.well("rockwell-arm", "move", "tester");
  }

  async close(): Promise<void> {
    await Promise.all([...this.#links.values()].map((link) => link.close()));
  }

  #device(name: string): LabDevice {
    const device = this.#lab.devices[name];
    if (device === undefined) throw new Error(`the lab has no device ${name}`);
    return device;
  }
}
