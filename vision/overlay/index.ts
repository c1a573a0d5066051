/**
 * Overlays: what vision found, drawn over a colour copy of the picture for a technician, with the words in a strip below. Colours and
 * line styles both tell kinds apart; lines and letters grow with the picture. It writes a PNG, judges nothing, and is called in the
 * vision child only.
 */
export { drawLook } from "./look.ts";
export { drawMeasured } from "./measured.ts";
