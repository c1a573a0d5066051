/**
 * The deliberate bug: when this module is imported first, device-jobs.ts is loaded with the row written after the device was
 * told instead of before. Fails loudly when the source no longer has the line it moves.
 */
import { registerHooks } from "node:module";

const ROW = /rows\.insertSent\(\{[\s\S]*?\}\);/;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith("/controller/ledger/device-jobs.ts")) return loaded;
    const source = String(loaded.source);
    const row = ROW.exec(source)?.[0];
    const sent = 'observe("sent", job.key, job.request);';
    if (row === undefined || !source.includes(sent)) throw new Error("device-jobs.ts has no row to move");
    const late = `${sent} this.late?.(); this.late = undefined;`;
    return { ...loaded, source: source.replace(row, `this.late = () => { ${row} };`).replace(sent, late) };
  },
});
