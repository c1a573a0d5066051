// How values are written.

/** A reading or a range of readings at the tester's resolution. @param {number} valueHr @param {number} resolutionHr */
export function readingText(valueHr, resolutionHr) {
  return valueHr.toFixed(Math.max(0, Math.ceil(-Math.log10(resolutionHr) - 1e-9)));
}

/** A limit with as many decimals as decide (up to 4): it is compared in full, so 0.5796 must not look like 0.58. @param {number} limitHr */
export function limitText(limitHr) {
  const text = limitHr.toFixed(4).replace(/0+$/, "");
  return text.endsWith(".") ? `${text}0` : text;
}
