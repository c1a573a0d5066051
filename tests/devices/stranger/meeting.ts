/** A stranger and our driver's link to it, with job frames for its present boot. */
import {
  connectDevice,
  type DeviceLink,
  type JobFrame,
  type LabDevice,
  type Pki,
} from "../../../devices/index.ts";
import { type Stranger, type StrangerOptions, startStranger } from "./started-stranger.ts";

export const CONTROLLER_ID = 0xfeedbeef;

/** A Modbus device shows no certificate and is shown none. */
const NO_PKI: Pki = {
  folder: "",
  applicationName: "",
  applicationUri: "",
  certificateFile: "",
  privateKeyFile: "",
};

export interface Meeting {
  readonly stranger: Stranger;
  readonly link: DeviceLink;
  /** Command 1 of the kind under this number, with changes. */
  frame(jobNumber: number, changes?: Partial<JobFrame>): JobFrame;
  anotherLink(): DeviceLink;
  /** The same device on the same port, without its memory. */
  powerCycle(changes?: Partial<StrangerOptions>): Promise<void>;
  close(): Promise<void>;
}

export async function meetStranger(options: StrangerOptions): Promise<Meeting> {
  let stranger = await startStranger(options);
  const { port } = stranger;
  const device: LabDevice = {
    kind: options.kind,
    map: "hardlab-modbus",
    host: "127.0.0.1",
    port,
    security: "None",
    timesS: {},
    deadlineFloorS: 15,
  };
  const links: DeviceLink[] = [];
  const connect = () => {
    const link = connectDevice(
      "stranger",
      device,
      { host: device.host, port },
      {
        pki: NO_PKI,
        log: () => undefined,
      },
    );
    links.push(link);
    return link;
  };
  const link = connect();
  await link.read();
  return {
    get stranger() {
      return stranger;
    },
    link,
    frame: (jobNumber, changes = {}) => ({
      controllerId: CONTROLLER_ID,
      jobNumber,
      bootId: stranger.bootId,
      command: 1,
      params: [],
      text: "",
      ...changes,
    }),
    anotherLink: connect,
    async powerCycle(changes = {}) {
      await stranger.powerCut();
      stranger = await startStranger({ ...options, ...changes, port });
    },
    async close() {
      await Promise.all(links.map((each) => each.close()));
      await stranger.powerCut();
    },
  };
}
