import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { endBatch, listSteering } from "../../controller/infobase/index.ts";
import { type Midway, midway } from "../controller/server/rows.ts";
import { type ServedLab, servedLab, startBrowser } from "./browser.ts";

let browser: Browser;
let served: ServedLab;
let tray: Midway;
let page: Page;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  served = await servedLab();
  tray = midway(served.lab, 4);
  page = await served.open(browser);
  await page.locator("#steering:not([hidden])").waitFor();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await served.close();
});

const button = (order: string) => page.locator(`[data-order=${order}]`);
const enabled = async () => {
  const names = ["pause", "hold", "resume", "stop", "skip", "repeat", "takeUp"];
  const able = await Promise.all(
    names.map(async (name) => (await button(name).isVisible()) && (await button(name).isEnabled())),
  );
  return names.filter((_name, index) => able[index]);
};
const flow = async (text: string) => page.locator("#flow", { hasText: text }).waitFor();
const orders = () => listSteering(served.lab.base, "B-0001");

test("an order needs a name, which the browser keeps", async () => {
  await flow("进行");
  await button("pause").click();
  expect(await page.textContent("#order-note")).toContain("填写姓名");
  expect(orders()).toEqual([]);
  await page.fill("#who", "李伟");
  await button("pause").click();
  await flow("已暂停");
  expect(orders()).toMatchObject([{ command: "pause", by: "李伟" }]);
  expect(await page.locator(".line .flow").textContent()).toBe("已暂停");
  await page.reload();
  await flow("已暂停");
  expect(await page.inputValue("#who")).toBe("李伟");
  expect(served.complaints).toEqual([]);
});

test("each flow offers the orders that can follow it", async () => {
  await page.fill("#who", "李伟");
  await page.selectOption("#order-block", tray.order.blocks.at(-1)?.serial ?? "");
  expect(await enabled()).toEqual(["pause", "hold", "stop", "skip"]);
  await button("pause").click();
  await flow("已暂停");
  expect(await enabled()).toEqual(["hold", "resume", "stop", "skip"]);
  await button("hold").click();
  await flow("已保持");
  expect(await enabled()).toEqual(["resume", "stop", "skip"]);
  await button("resume").click();
  await flow("进行");
});

test("stop is confirmed with a reason, and can be thought better of", async () => {
  await page.fill("#who", "李伟");
  await button("stop").click();
  expect(await page.textContent("#order-question")).toContain("停止批次 B-0001？");
  await page.click("#order-confirm");
  expect(await page.textContent("#order-note")).toContain("理由");
  await page.click("#order-cancel");
  expect(await page.locator("#order-form").isVisible()).toBe(false);
  expect(orders()).toEqual([]);
  await button("stop").click();
  await page.fill("#order-reason", "料盘放错");
  await page.keyboard.press("Enter");
  await flow("正在停止");
  expect(orders()).toMatchObject([{ command: "stop", by: "李伟", reason: "料盘放错" }]);
  expect(await enabled()).toEqual([]);
});

test("a block is chosen by a click on its slot, skipped or repeated with a reason, and shows it", async () => {
  await page.fill("#who", "李伟");
  await page.click('#slots [data-slot="30"]');
  expect(await page.inputValue("#order-block")).toBe(tray.order.blocks[29]?.serial);
  expect(await enabled()).toContain("skip");
  expect(await enabled()).not.toContain("repeat");
  await button("skip").click();
  await page.fill("#order-reason", "划伤");
  await page.click("#order-confirm");
  await page.locator('#slots [data-slot="30"]', { hasText: "将跳过" }).waitFor();
  await page.click('#slots [data-slot="1"]');
  await button("repeat").click();
  await page.fill("#order-reason", "怀疑示值");
  await page.click("#order-confirm");
  await page.locator('#slots [data-slot="1"]', { hasText: "将复检" }).waitFor();
  expect(orders()).toMatchObject([
    { command: "skip", serial: tray.order.blocks[29]?.serial, reason: "划伤" },
    { command: "repeat", serial: tray.order.blocks[0]?.serial, reason: "怀疑示值" },
  ]);
  await page.click("#order-count");
  expect(await page.locator("#orders tr").allInnerTexts()).toMatchObject([
    expect.stringMatching(/李伟\s+复检 \S+\s+怀疑示值/),
    expect.stringMatching(/李伟\s+跳过 \S+\s+划伤/),
  ]);
  expect(served.complaints).toEqual([]);
});

test("an order that cannot be followed says why", async () => {
  await page.fill("#who", "李伟");
  // Between the click and the controller, somebody else stops the batch.
  await page.route("**/steering", async (route) => {
    served.lab.steering.order({ command: "stop", batch: "B-0001", by: "王芳", reason: "fire drill" });
    await route.continue();
  });
  await button("pause").click();
  await page.locator("#order-note", { hasText: "batch B-0001 is being stopped" }).waitFor();
});

test("a stopped batch is taken up, and the page says as which", async () => {
  await page.fill("#who", "李伟");
  endBatch(served.lab.base, "B-0001", "stopped", {
    trayAt: "rockwell",
    nextReject: 1,
    engravingsLeft: [],
    blocks: [],
  });
  await page.locator("#flow", { hasText: "停止" }).waitFor();
  expect(await enabled()).toEqual(["takeUp"]);
  await button("takeUp").click();
  // A queued batch is not on the line: the page shows the newest.
  await page.locator("#steered-batch", { hasText: "B-0002" }).waitFor();
  expect(await page.textContent("#batch-facts")).toContain("接续 B-0001");
  await page.selectOption("#batch", "B-0001");
  await flow("停止 · 已由 B-0002 接续");
  expect(await enabled()).toEqual([]);
});
