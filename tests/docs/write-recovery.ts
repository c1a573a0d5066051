/** Writes docs/recovery.md anew from the recovery table. */
import { writeFileSync } from "node:fs";
import { recoveryPage } from "./recovery-page.ts";

writeFileSync(new URL("../../docs/recovery.md", import.meta.url), recoveryPage());
