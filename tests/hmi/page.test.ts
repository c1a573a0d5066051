import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { endBatch } from "../../controller/infobase/index.ts";
import { startServer } from "../../controller/server/index.ts";
import {
  addIndentation,
  addProvisionalPreflight,
  addQuestion,
  addRecord,
  failVerification,
  midway,
  readingsOf,
} from "../controller/server/rows.ts";
import { type ServedLab, servedLab, startBrowser } from "./browser.ts";

let browser: Browser;
let served: ServedLab;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  served = await servedLab();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await served.close();
});

const textOf = (page: Page, selector: string) => page.locator(selector).textContent();
const slot = (number: number) => `#slots [data-slot="${number}"]`;

describe("the page", () => {
  test("Chinese first, English at a click, remembered", async () => {
    midway(served.lab, 2);
    const page = await served.open(browser);
    await page.locator(".slot.inHand").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await textOf(page, "#tray-title")).toBe("料盘");
    expect(await textOf(page, ".block-name .step")).toBe("压痕 3/5");
    await page.click("[data-language=en]");
    expect(await textOf(page, "#tray-title")).toBe("Tray");
    expect(await textOf(page, ".block-name .step")).toBe("indentation 3 of 5");
    await page.reload();
    await page.locator(".slot.inHand").waitFor();
    expect(await textOf(page, "#tray-title")).toBe("Tray");
    expect(served.complaints).toEqual([]);
  });

  test("an empty lab says that nothing is to be done", async () => {
    const page = await served.open(browser);
    await page.locator(".line.waiting").waitFor();
    expect(await textOf(page, ".line .now")).toBe("没有待检料盘");
    expect(await page.locator("#batch").isDisabled()).toBe(true);
    expect(served.complaints).toEqual([]);
  });

  test("every slot tells its state by shape and word, and rejected blocks lie in the reject slots", async () => {
    midway(served.lab, 12);
    const page = await served.open(browser);
    await page.locator(".slot.inHand").waitFor();
    expect(await page.locator("#slots > li").count()).toBe(33);
    expect(await page.locator("#reject-slots > li").count()).toBe(6);
    expect(await textOf(page, slot(1))).toContain("合格 61.3");
    expect(await page.locator(`${slot(1)} svg.passed`).count()).toBe(1);
    expect(await textOf(page, slot(5))).toContain("→ 不合格区 1");
    expect(await textOf(page, slot(13))).toContain("在检");
    expect(await textOf(page, slot(14))).toContain("待检");
    expect(await textOf(page, '#reject-slots [data-slot="2"]')).toContain("2007-109");
    expect(await textOf(page, ".line .progress")).toBe("12/33 块 · 合格 10 · 不合格 2");
    expect(await textOf(page, ".line .notes")).toContain("预计");
  });

  test("finished blocks stand with readings, mean, uniformity, limit, verdict and reason, the newest first", async () => {
    midway(served.lab, 5);
    const page = await served.open(browser);
    await page.locator("#finished-blocks tr").first().waitFor();
    const rows = await page.locator("#finished-blocks tr").allInnerTexts();
    expect(rows).toHaveLength(6);
    expect(rows[0]?.split(/\s+/)).toEqual(
      "5 2007-105 HRC 63 63.51 62.79 64.23 63.96 62.34 63.37 1.89 0.4 不合格".split(" "),
    );
    expect(rows[1]).toContain("不合格区 1：uniformity 1.89 > 0.4");
  });

  test("the page follows the work without being loaded again", async () => {
    const tray = midway(served.lab, 2);
    const page = await served.open(browser);
    await page.locator(".indentations .underWay").waitFor();
    const { base } = served.lab;
    base
      .prepare("UPDATE job SET state = 'finished', outcome = ? WHERE key = ?")
      .run(
        JSON.stringify({ ok: true, value: { numbers: { hardness: 60.77 } } }),
        `${tray.blockKey}/indent/4#1`,
      );
    addIndentation(base, tray.blockKey, 5);
    await page.locator(".indentations .made", { hasText: "60.77" }).waitFor();
    addRecord(served.lab, tray.batch, tray.inHand, readingsOf(tray.inHand, false), "slot:3");
    await page.locator(`${slot(3)}.passed`).waitFor();
    endBatch(base, tray.batch, "finished", null);
    await page.locator("#batch option", { hasText: "完成" }).waitFor({ state: "attached" });
  });

  test("a lost link and a device not in auto carry colour and a word; the rest stays grey", async () => {
    midway(served.lab, 2);
    served.lab.link("rockwell-stage").become({ state: "stale", ageMs: 4_200 });
    served.lab.link("agv").become({ status: { mode: "manual" } });
    const page = await served.open(browser);
    await page.locator("#device-rows tr").first().waitFor();
    const abnormal = await page.locator("#device-rows .abnormal").allInnerTexts();
    expect(abnormal[0]).toBe("手动");
    expect(abnormal[1]).toBe("心跳停止");
    expect(Number(abnormal[2])).toBeGreaterThanOrEqual(4.2);
    expect(abnormal).toHaveLength(3);
    const age = page.locator('#device-rows [data-link="stale"] .number').first();
    await expect.poll(async () => Number(await age.textContent()), { timeout: 20_000 }).toBeGreaterThan(6);
  });

  test("a batch under an unapproved table says provisional from its start; suspect blocks say so and why", async () => {
    const { batch } = midway(served.lab, 5);
    addProvisionalPreflight(served.lab.base, batch);
    endBatch(served.lab.base, batch, "finished", null);
    const page = await served.open(browser);
    await page.locator("#provisional-batch", { hasText: "暂定：限值表 jjg-113-2013 第 1 版" }).waitFor();
    expect(await page.locator("#suspect-batch").isHidden()).toBe(true);
    // Long after the batch has ended.
    failVerification(served.lab.base, batch);
    await page.locator("#suspect-batch", { hasText: "5 块待复查" }).waitFor();
    expect(await textOf(page, slot(1))).toContain("待复查");
    expect(await textOf(page, '#reject-slots [data-slot="1"]')).toContain("待复查");
    const rows = await page.locator("#finished-blocks tr.suspect").allInnerTexts();
    expect(rows).toHaveLength(5);
    expect(rows[0]).toContain("用 REF-HRC-60 做的 HRC 日常核查未通过：mean 60.80 is 0.8 HR from 60");
    await page.click("[data-language=en]");
    expect(await textOf(page, "#suspect-batch")).toBe("5 blocks suspect: a later daily verification failed");
    if (process.env.PICTURES !== undefined)
      await page.screenshot({ path: `${process.env.PICTURES}/suspect.png`, fullPage: true });
    expect(served.complaints).toEqual([]);
  });

  test("text from a device or a file is never taken for markup", async () => {
    const tray = midway(served.lab, 2);
    served.lab.stopped.rockwell = '<img src=x onerror="document.title=1"> & <b>stopped</b>';
    addQuestion(served.lab.base, tray);
    const page = await served.open(browser);
    await page.locator(".line.stopped").waitFor();
    expect(await textOf(page, ".line .now")).toBe(served.lab.stopped.rockwell);
    expect(await page.locator("img").count()).toBe(0);
  });
});

describe("a question", () => {
  test("is answered by a click under a name, and goes away", async () => {
    const key = addQuestion(served.lab.base, midway(served.lab, 2));
    const page = await served.open(browser);
    await page.locator(".question").waitFor();
    expect(await textOf(page, ".line .state")).toBe("待人工决定");
    expect(await textOf(page, ".question .about")).toBe("压痕 3/5：设备已忘记该作业，是否做过存疑");
    if (process.env.PICTURES !== undefined)
      await page.screenshot({ path: `${process.env.PICTURES}/question.png` });
    await page.click("[data-choice=made]");
    expect(await textOf(page, ".question .note")).toContain("填写姓名");
    expect(served.lab.ledger.questions()).toHaveLength(1);
    await page.fill("#who", "李伟");
    await page.click("[data-choice=made]");
    await page.locator("#questions").waitFor({ state: "hidden" });
    expect(served.lab.ledger.questions()).toEqual([]);
    const row = served.lab.base
      .prepare<[string], { outcome: string }>("SELECT outcome FROM job WHERE key = ?")
      .get(key);
    expect(JSON.parse(row?.outcome ?? "")).toEqual({ ok: true, value: { choice: "made", by: "李伟" } });
    expect(served.complaints).toEqual([]);
  });

  test("that somebody else has answered says so", async () => {
    const key = addQuestion(served.lab.base, midway(served.lab, 2));
    const page = await served.open(browser);
    await page.fill("#who", "李伟");
    // Between the click and the controller, another answer arrives.
    await page.route("**/answer", async (route) => {
      served.lab.ledger.answer(key, "giveUp", "王芳");
      await route.continue();
    });
    const reply = page.waitForResponse("**/answer");
    await page.click("[data-choice=made]");
    expect((await reply).status()).toBe(409);
  });

  test("keeps a name half typed while the lab goes on", async () => {
    const tray = midway(served.lab, 2);
    addQuestion(served.lab.base, tray);
    const page = await served.open(browser);
    await page.locator("#who").pressSequentially("李");
    addIndentation(served.lab.base, tray.blockKey, 5, 61.4);
    await page.locator(".indentations .made", { hasText: "61.40" }).waitFor();
    await page.locator("#who").pressSequentially("伟");
    expect(await page.inputValue("#who")).toBe("李伟");
  });
});

describe("a dead controller", () => {
  test("looks dead, says since when, and comes back by itself", async () => {
    midway(served.lab, 2);
    const page = await served.open(browser);
    await page.locator(".slot.inHand").waitFor();
    const port = Number(new URL(served.server.url).port);
    const lastSign = await textOf(page, "#liveness");
    expect(lastSign).toMatch(/^实时 · \d\d:\d\d:\d\d$/);
    await served.server.close();
    await page.locator("#dead").waitFor({ timeout: 60_000 });
    expect(await textOf(page, "#dead")).toMatch(/^控制器自 \d\d:\d\d:\d\d 起无响应/);
    expect(await page.title()).toBe("⚠ 控制器无响应");
    expect(await page.locator("main").evaluate((main) => getComputedStyle(main).opacity)).toBe("0.4");
    served.server = await startServer({ running: served.lab, host: "127.0.0.1", port, log: () => undefined });
    await page.locator("#dead").waitFor({ state: "hidden", timeout: 60_000 });
    expect(await page.locator("main").evaluate((main) => getComputedStyle(main).opacity)).toBe("1");
  });
});

describe("the layout", () => {
  test.each([1024, 1280, 1920])(
    "nothing runs out of its panel or needs sideways scrolling at %i px",
    async (width) => {
      const tray = midway(served.lab, 12);
      addQuestion(served.lab.base, tray);
      served.lab.link("rockwell-camera").become({ state: "stale", ageMs: 8_400 });
      served.lab.link("agv").become({ status: { mode: "emergencyStop", health: "outOfSpecification" } });
      for (const language of ["zh", "en"]) {
        const page = await served.open(browser, { viewport: { width, height: 900 } });
        await page.locator(".slot.inHand").waitFor();
        await page.click(`[data-language=${language}]`);
        await page.click("[data-order=stop]");
        const tooWide = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll(".panel, .line, table, .order-form")]
            .filter((node) => node.scrollWidth > node.clientWidth + 1)
            .map((node) => `${node.tagName}.${node.className}`),
        );
        expect(tooWide).toEqual([]);
      }
    },
  );
});
