/**
 * Makes a machine ready for this project (安装准备): Debian packages, npm packages, the OpenCV addon built against the
 * pinned Node. `npm start` and `npm test` run it first; on a machine that is ready it does nothing and says nothing.
 * Plain JavaScript for Node 18 and newer without any dependency, because nothing else is there yet when it runs.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installDebianPackages, readDebianPackages } from "./.setup/debian.mjs";
import { elapsed, say } from "./.setup/long-step.mjs";
import { checkAddons } from "./.setup/native-addons.mjs";
import { installNpmPackages, npmPackagesMatch, pinnedNode } from "./.setup/npm-packages.mjs";
import { provideOpencv } from "./.setup/opencv.mjs";
import { cacheFolder } from "./.setup/opencv-cache.mjs";
import { SetUpError } from "./.setup/set-up-error.mjs";
import { alone } from "./.setup/set-up-lock.mjs";
import { describeMachine, readStamp, sameStamp, writeStamp } from "./.setup/stamp.mjs";

const HELP = `node setup.mjs [--check]
Installs what this project needs on Debian 12 (as root) and nothing that is already there.
  --check   load the native modules again even if they were found working before`;

/**
 * What is still to be done, found without changing anything.
 * @param {string} root the project's folder
 */
function survey(root) {
  const debian = readDebianPackages();
  const npmReady = npmPackagesMatch(root);
  const stampFresh = npmReady && sameStamp(readStamp(root), describeMachine(root, debian));
  return {
    debian,
    npmReady,
    stampFresh,
    ready: debian.missing.length === 0 && stampFresh,
  };
}

/**
 * @param {string} root the project's folder
 * @param {boolean} checkAgain whether the native modules are loaded even with a fresh stamp
 */
export async function setUp(root, checkAgain) {
  if (survey(root).ready && !checkAgain) return;
  await alone(root, async () => {
    const found = survey(root);
    if (found.ready && !checkAgain) return;
    const startedMs = Date.now();
    const cache = cacheFolder(process.env, homedir());
    const logs = join(cache, "logs");
    let { debian } = found;
    if (!debian.isDebian)
      say(`this is not Debian (no dpkg-query): expecting ${debian.wanted.join(", ")} to be there already`);
    if (debian.missing.length > 0) {
      await installDebianPackages(debian.missing, logs);
      debian = readDebianPackages();
    }
    if (!found.npmReady) await installNpmPackages(root, logs);
    await provideOpencv({
      root,
      cache,
      logs,
      libopencvVersion: debian.versions["libopencv-dev"] ?? "unknown",
    });
    checkAddons(pinnedNode(root), root, ["better-sqlite3", "onnxruntime-node"]);
    writeStamp(root, describeMachine(root, debian));
    say(`ready after ${elapsed(Date.now() - startedMs)}`);
  });
}

/** @param {string[]} args */
async function main(args) {
  if (args.includes("--help")) return console.log(HELP);
  const unknown = args.find((arg) => arg !== "--check");
  if (unknown !== undefined) throw new SetUpError(`there is no option ${unknown}`, { todo: HELP });
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 18)
    throw new SetUpError(`Node ${process.versions.node} is too old to start the set-up`, {
      todo: "Install Node 18 or newer; the Node that runs the lab is fetched by the set-up.",
    });
  await setUp(fileURLToPath(new URL(".", import.meta.url)), args.includes("--check"));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof SetUpError ? error.report() : error);
    process.exitCode = 1;
  }
}
