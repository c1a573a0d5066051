/** Nothing that a device may not be told goes out, and the message says what would have been allowed. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  commandsOf,
  DEVICE_KIND_NAMES,
  type DeviceKind,
  encodeJob,
  type JobRequest,
  type LabDevice,
  LimitError,
} from "../../../devices/index.ts";
import { TESTER } from "../served-device.ts";

const encode = (kind: DeviceKind, request: JobRequest) => {
  const device: LabDevice = { ...TESTER, kind, map: "hardlab-modbus" };
  return encodeJob(device, kind, request);
};

describe("a request", () => {
  it("is turned into the command's code with its parameters in order", () => {
    expect(encode("arm", { command: "shift", params: { yMm: -2, xMm: 1.5 } })).toEqual({
      command: 4,
      params: [1.5, -2],
      text: "",
    });
    expect(encode("arm", { command: "pick", text: "reference:1" }).text).toBe("reference:1");
    expect(encode("marker", { command: "engrave", params: { slot: 7 }, text: "2007-101" })).toEqual({
      command: 1,
      params: [7],
      text: "2007-101",
    });
  });

  it.each<[DeviceKind, JobRequest, RegExp]>([
    ["arm", { command: "dance" }, /kind arm have no command "dance", only pick, place, move, shift/],
    ["arm", { command: "shift", params: { xMm: 60.5, yMm: 0 } }, /xMm = 60.5 mm is outside of -60 to 60 mm/],
    ["arm", { command: "shift", params: { xMm: Number.NaN, yMm: 0 } }, /xMm = NaN mm is outside/],
    ["arm", { command: "shift", params: { xMm: 1 } }, /yMm is missing; it takes -60 to 60 mm/],
    ["arm", { command: "shift", params: { xMm: 1, yMm: 1, zMm: 1 } }, /no parameter "zMm"/],
    ["arm", { command: "move", text: "moon" }, /station "moon" is not one of tray, stage, camera, tester/],
    ["arm", { command: "pick", text: "slot:0" }, /place "slot:0"/],
    ["arm", { command: "place", text: "shelf:1" }, /place "shelf:1" is none of .*reference:1/],
    ["camera", { command: "expose", params: { exposureMs: 0 } }, /0.01 to 10000 ms/],
    ["rockwellTester", { command: "indent" }, /the text \(scale\) is missing/],
    ["stage", { command: "measure", text: "x" }, /takes no text/],
    ["marker", { command: "engrave", params: { slot: 1 }, text: "刻".repeat(22) }, /66 bytes/],
    ["agv", { command: "go", text: "a\0b" }, /zero byte/],
  ])("to a %s outside of what it may be told is refused: %j", (kind, request, message) => {
    expect(() => encode(kind, request)).toThrow(LimitError);
    expect(() => encode(kind, request)).toThrow(message);
  });

  it("to a device of another kind than the lab file says is refused", () => {
    const device: LabDevice = { ...TESTER, map: "hardlab-modbus" };
    expect(() => encodeJob(device, "stage", { command: "measure" })).toThrow(
      "this device is a rockwellTester",
    );
  });

  it("passes exactly when each number is in its range", () => {
    const numbered = DEVICE_KIND_NAMES.flatMap((kind) =>
      Object.entries(commandsOf(kind))
        .filter(([, spec]) => spec.params.length > 0)
        .map(([command, spec]) => ({ kind, command, spec })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...numbered),
        fc.array(fc.oneof(fc.double({ min: -100, max: 11_000 }), fc.constant(Number.NaN)), {
          minLength: 2,
          maxLength: 2,
        }),
        ({ kind, command, spec }, values) => {
          const params = Object.fromEntries(spec.params.map(({ name }, index) => [name, values[index] ?? 0]));
          const allowed = spec.params.every(({ min, max }, index) => {
            const value = values[index] ?? 0;
            return value >= min && value <= max;
          });
          const send = () =>
            encode(kind, { command, params, ...(spec.text === undefined ? {} : { text: "a" }) });
          if (allowed) expect(send).not.toThrow();
          else expect(send).toThrow(LimitError);
        },
      ),
    );
  });
});
