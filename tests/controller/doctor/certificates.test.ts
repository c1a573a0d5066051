import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAtCertificates } from "../../../controller/doctor/certificates.ts";
import { ensurePki, readLabFile } from "../../../devices/index.ts";
import { type Certificates, makeCertificates } from "../../devices/served-device.ts";

const lab = readLabFile("calibration-data/labs/default.yaml");
let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());

const DAY_MS = 86_400_000;
const look = (days: number, folder = certificates.controller.folder) =>
  lookAtCertificates(lab, folder, new Date(Date.now() + days * DAY_MS)).map(({ subject, state, found }) => ({
    subject,
    state,
    found,
  }));

test("the controller's own and the trusted certificates are fine until a month before they run out", () => {
  expect(look(0)).toEqual([
    {
      subject: "certificate of the controller",
      state: "fine",
      found: expect.stringMatching(/CN=hardlab-controller.*valid until/),
    },
    { subject: "trusted certificate", state: "fine", found: expect.stringContaining("CN=hardlab-tester") },
  ]);
  expect(look(3640).map(({ found }) => found)).toEqual([
    expect.stringMatching(/runs out on .*, in \d+ days/),
    expect.stringMatching(/runs out on/),
  ]);
  expect(look(4000)).toMatchObject([
    { state: "wrong", found: expect.stringContaining("ran out on") },
    { state: "wrong" },
  ]);
});

test("a certificate of the future means a clock that is behind", () => {
  expect(look(-400)).toMatchObject([
    { state: "wrong", found: expect.stringContaining("not valid before") },
    { state: "wrong" },
  ]);
});

test("no certificate yet is said, trusting nobody is wrong, a broken one names its file", async () => {
  expect(look(0, join(certificates.folder, "nowhere"))).toMatchObject([{ state: "unchecked" }]);
  const lonely = await ensurePki(join(certificates.folder, "lonely"), "hardlab-controller");
  expect(look(0, lonely.folder)).toMatchObject([
    { state: "fine" },
    { subject: "trusted certificates", state: "wrong" },
  ]);
  writeFileSync(lonely.certificateFile, "nonsense");
  expect(look(0, lonely.folder)[0]).toMatchObject({
    state: "wrong",
    found: expect.stringContaining(lonely.certificateFile),
  });
  rmSync(lonely.folder, { recursive: true });
});
