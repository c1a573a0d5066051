/**
 * What a job means to a person, by the path of its key: one row a step, in both languages. `*` stands for a number in the
 * path; the attempt's number is left out.
 */
import type { Phase, Words } from "./api.ts";

export interface StepRow {
  readonly phase: Phase | null;
  readonly words: Words;
}

const row = (phase: Phase | null, zh: string, en: string): StepRow => ({ phase, words: { zh, en } });

/** `{n}` is the number in the path, or the indentation's name where the path names one. */
export const BLOCK_STEPS: Readonly<Record<string, StepRow>> = {
  admit: row("pick", "轮到此块", "the block has its turn"),
  setup: row("pick", "硬度计换标尺与压头", "the tester is set up for the scale"),
  "to-tray": row("pick", "机械臂移向料盘", "the arm goes to the tray"),
  pick: row("pick", "取块", "the block is picked"),
  "pick/look": row("pick", "读传感器：是否已取块", "sensors are read: was it picked?"),
  "pick/rehome": row("pick", "机械臂重新就位", "the arm takes its place anew"),
  "to-stage": row("measure", "送往定位台", "the block goes to the stage"),
  measure: row("measure", "测量尺寸与偏心", "size and offset are measured"),
  "check-size": row("measure", "核对尺寸", "the size is compared with the order"),
  "to-camera": row("look", "送往相机", "the block goes to the camera"),
  "look/expose": row("look", "拍摄表面", "a picture is taken"),
  "look/look": row("look", "识别表面并规划压痕位置", "the surface is looked at, positions are planned"),
  "to-tester": row("indent", "送往硬度计", "the block goes to the tester"),
  "indent/*/shift": row("indent", "移至{n}的位置", "the arm shifts to {n}"),
  "indent/*": row("indent", "{n}", "{n}"),
  "indent/*/setup": row("indent", "硬度计换标尺", "the tester is set up for the scale"),
  "indent/*/look/move": row("indent", "送往相机，查看{n}是否已压", "back to the camera: is {n} there?"),
  "indent/*/look/expose": row("indent", "拍照，查看{n}是否已压", "a picture is taken: is {n} there?"),
  "indent/*/look/compare": row(
    "indent",
    "比对照片，查看{n}是否已压",
    "the picture is compared: is {n} there?",
  ),
  "indent/*/return": row("indent", "返回硬度计", "the block goes back to the tester"),
  "screen/*": row("indent", "核查示值", "the readings are screened"),
  judge: row("judge", "判定均匀度", "the block is judged"),
  homeward: row("place", "返回料盘", "the block goes back to the tray"),
  place: row("place", "放回料盘", "the block is placed"),
  "place/look": row("place", "读传感器：是否已放回", "sensors are read: was it placed?"),
  "place/rehome": row("place", "机械臂重新就位", "the arm takes its place anew"),
  record: row("place", "记录完毕", "the block is recorded"),
};

const CARRIES: Readonly<Record<string, Words>> = {
  "bring-in": { zh: "料盘送往检定线", en: "the tray is brought to the line" },
  "to-marking": { zh: "料盘送往打标站", en: "the tray is brought to the marking station" },
  "to-inspected": { zh: "料盘送往已检区", en: "the tray is brought to the inspected area" },
};

const LEGS: Readonly<Record<string, Words>> = {
  hold: { zh: "等 AGV", en: "the AGV is waited for" },
  reach: { zh: "AGV 前来", en: "the AGV is coming" },
  load: { zh: "装载", en: "loading" },
  "load/look": { zh: "读传感器：是否已装载", en: "sensors are read: was it loaded?" },
  bring: { zh: "AGV 行驶", en: "on its way" },
  unload: { zh: "卸载", en: "unloading" },
  "unload/look": { zh: "读传感器：是否已卸载", en: "sensors are read: was it unloaded?" },
  "hold/over": { zh: "已送达", en: "it has arrived" },
};

export const TRAY_STEPS: Readonly<Record<string, StepRow>> = {
  "preflight/*": row(null, "开工前检查", "everything is checked before the start"),
  environment: row(null, "读取温湿度", "temperature and humidity are read"),
  "environment/*": row(null, "读取温湿度", "temperature and humidity are read"),
  "repeat/*": row(null, "查看有无复检指令", "orders to repeat a block are looked for"),
  "marking/hold": row(null, "等打标机", "the marker is waited for"),
  "marking/slot/*/engrave": row(null, "给 {n} 号位打标", "the block in slot {n} is engraved"),
  "marking/slot/*/engrave/look": row(null, "读回 {n} 号位打标", "the engraving in slot {n} is read back"),
  "marking/slot/*/read-back": row(null, "读回 {n} 号位打标", "the engraving in slot {n} is read back"),
  "marking/hold/over": row(null, "打标完毕", "everything is engraved"),
  finish: row(null, "批次完成", "the batch is finished"),
  ...Object.fromEntries(
    Object.entries(CARRIES).flatMap(([carry, { zh, en }]) =>
      Object.entries(LEGS).map(([leg, words]) => [
        `${carry}/${leg}`,
        row(null, `${zh}：${words.zh}`, `${en}: ${words.en}`),
      ]),
    ),
  ),
};

/** The reference block takes the journey of any block. */
export const VERIFICATION: Words = { zh: "日常核查：", en: "daily verification: " };
export const VERIFICATION_STEPS: Readonly<Record<string, StepRow>> = {
  ...BLOCK_STEPS,
  need: row(null, "是否需要", "is one due?"),
};

/** A computation has no row before its end; it follows at once on the job with this path. */
export const COMPUTING_AFTER: Readonly<Record<string, string>> = {
  "look/expose": "look/look",
  "indent/*/look/expose": "indent/*/look/compare",
};

export const ASKING: Words = { zh: "等待人工决定", en: "a person must decide" };
