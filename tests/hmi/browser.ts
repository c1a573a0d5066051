/** The page in Debian's Chromium, against the real server over a lab without devices. */
import { type Browser, chromium, type Page } from "playwright-core";
import { type RunningServer, startServer } from "../../controller/server/index.ts";
import { type FakeLab, fakeLab } from "../controller/server/fake-lab.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

export interface ServedLab {
  readonly lab: FakeLab;
  server: RunningServer;
  /** A page of the server; what it complains of is in `complaints`. */
  open(browser: Browser, options?: Parameters<Browser["newContext"]>[0]): Promise<Page>;
  readonly complaints: string[];
  close(): Promise<void>;
}

export async function servedLab(): Promise<ServedLab> {
  const lab = fakeLab();
  const complaints: string[] = [];
  const served: ServedLab = {
    lab,
    complaints,
    server: await startServer({ running: lab, host: "127.0.0.1", port: 0, log: () => undefined }),
    async open(browser, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(served.server.url);
      return page;
    },
    async close() {
      await served.server.close();
      await lab.close();
    },
  };
  return served;
}
