import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { physicalTrayFor } from "../../../../devices/virtual/index.ts";
import { BAR, ROUND } from "../small-lab.ts";
import { type ServedLab, servedLab } from "./served-lab.ts";

let lab: ServedLab;
afterEach(() => lab.close());

async function ask(method: string, path: string, body?: unknown, type = "application/json") {
  const response = await fetch(`${lab.url}${path}`, {
    method,
    headers: { "content-type": type },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

describe("/faults", () => {
  it("arranges, lists, and takes back by number, device and kind", async () => {
    lab = await servedLab();
    const outlier = { device: "rockwell-tester", fault: "outlier", nth: 2, when: { slot: 3 } };
    expect(await ask("POST", "/faults", outlier)).toEqual({
      status: 201,
      body: { id: 1, ...outlier, command: "indent", times: 1, value: 8, state: "waiting", met: 0 },
    });
    await ask("POST", "/faults", { device: "agv", fault: "manualMode" });
    await ask("POST", "/faults", { device: "agv", fault: "stuckJob" });
    expect(await lab.states()).toEqual(["outlier waiting", "manualMode standing", "stuckJob waiting"]);
    expect((await ask("DELETE", "/faults?device=agv&fault=manualMode")).body.cleared).toHaveLength(1);
    expect((await lab.controller.link("agv").read()).mode).toBe("auto");
    expect((await ask("DELETE", "/faults?id=1")).body.cleared).toHaveLength(1);
    expect(await lab.states()).toEqual(["stuckJob waiting"]);
    expect((await ask("DELETE", "/faults")).body.cleared).toHaveLength(1);
    await lab.controller.well("agv", "go", "marking");
  });

  it("refuses with what is wrong and what there is", async () => {
    lab = await servedLab();
    expect(await ask("POST", "/faults", { device: "agv", fault: "x" })).toMatchObject({
      status: 400,
      body: {
        error: expect.stringMatching(
          /^the fault cannot be arranged: fault: there is no fault "x"; .*agvBlocked/,
        ),
      },
    });
    expect(await ask("POST", "/faults", "{")).toMatchObject({ status: 400 });
    expect(await ask("POST", "/faults", "{}", "text/plain")).toMatchObject({ status: 415 });
    expect(await ask("PUT", "/faults", {})).toMatchObject({ status: 404 });
    expect(await ask("POST", "/tray", `"${"x".repeat(5 * 1024 * 1024)}"`)).toMatchObject({ status: 413 });
  });

  it("answers under its own name only", async () => {
    lab = await servedLab();
    const status = await new Promise((resolve, reject) => {
      request(`${lab.url}/faults`, { headers: { host: "lab.example" } }, (response) =>
        resolve(response.statusCode),
      )
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

describe("/tray", () => {
  const next = { blocks: [{ slot: 2, serial: "N-1", scale: "HRC", nominalHr: 50 }] };

  it("comes when the tray before is inspected; until then it is refused", async () => {
    lab = await servedLab();
    expect(await ask("POST", "/tray", physicalTrayFor(next, 1))).toEqual({
      status: 409,
      body: { error: "tray 1 is at unchecked; the next one can come when it stands at inspected" },
    });
    await lab.controller.well("agv", "load", "tray");
    await lab.controller.well("agv", "go", "inspected");
    await lab.controller.well("agv", "unload", "tray");
    expect(await ask("POST", "/tray", stringify(physicalTrayFor(next, 1)), "application/yaml")).toEqual({
      status: 201,
      body: { tray: 2 },
    });
    const { tray, trayNumber, blocks } = lab.truth();
    expect({ tray, trayNumber }).toEqual({ tray: "unchecked", trayNumber: 2 });
    expect(blocks.map(({ id, tray, place }) => [id, tray, place])).toEqual([
      ["R-1", 1, "slot:1"],
      ["B-2", 1, "slot:3"],
      ["N-1", 2, "slot:2"],
    ]);
    await lab.controller.well("agv", "go", "unchecked");
    await lab.controller.well("agv", "load", "tray");
    await lab.controller.well("agv", "go", "rockwell");
    await lab.controller.well("agv", "unload", "tray");
    expect((await lab.controller.link("rockwell-arm").read()).sensors[2]).toBe(0b10);
    await lab.controller.well("rockwell-arm", "move", "tray");
    await lab.controller.well("rockwell-arm", "pick", "slot:2");
    await lab.controller.well("rockwell-arm", "place", "reject:1");
    expect(lab.truth().blocks[2]).toMatchObject({ id: "N-1", tray: 2, home: "slot:2", place: "reject:1" });
  });

  it("a block that comes again is as it was; one of its number with another size is refused", async () => {
    lab = await servedLab({
      prepare: async (shop) => {
        await shop.blockOnAnvil(1);
        await shop.indentAt(0, 0);
        await shop.well("rockwell-arm", "move", "tray");
        await shop.well("rockwell-arm", "place", "slot:1");
        await shop.trayTo("inspected");
      },
    });
    const again = { tray: [{ slot: 4, block: ROUND.id }], blocks: [{ ...ROUND, oldDents: BAR.oldDents }] };
    const larger = { ...again, blocks: [{ ...ROUND, shape: { ...ROUND.shape, diameterMm: 70 } }] };
    expect(await ask("POST", "/tray", larger)).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/there is a block R-1 already/) },
    });
    expect(lab.truth().tray).toBe("inspected");
    expect(await ask("POST", "/tray", again)).toMatchObject({ status: 201 });
    expect(lab.truth().blocks[0]).toMatchObject({ id: "R-1", tray: 2, home: "slot:4", place: "slot:4" });
    expect(lab.truth().dents.filter(({ block }) => block === "R-1")).toHaveLength(1);
  });

  it("is checked like a physical file", async () => {
    lab = await servedLab();
    expect(await ask("POST", "/tray", { tray: [{ slot: 1, block: "X" }], blocks: [] })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("blocks:") },
    });
  });
});
