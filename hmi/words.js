// The page's own words in both languages; texts that the controller recorded come from it.

import { FAULT_WORDS } from "./fault-words.js";

const STORED = "hardlab.language";

/** Chinese, English. @type {Record<string, readonly [string, string]>} */
const WORDS = {
  ...FAULT_WORDS,
  questions: ["需要人工决定", "A person must decide"],
  yourName: ["您的姓名", "Your name"],
  nameFirst: [
    "请先在页面上方填写姓名：将以此姓名记录在案。",
    "Give your name first, at the top of the page: it goes on record.",
  ],
  askedAt: ["{time} 提出", "asked at {time}"],
  sending: ["正在提交…", "sending…"],
  notTaken: ["未被接受：{why}", "not taken: {why}"],
  answerLost: ["无法送达控制器：{why}", "the controller could not be reached: {why}"],
  steering: ["操控", "Steering"],
  block: ["标准块", "Block"],
  reason: ["理由", "Reason"],
  reasonFirst: ["请填写理由：将记录在案。", "Give a reason: it stays on record."],
  cancel: ["取消", "Cancel"],
  takenUpAs: ["已由 {batch} 接续", "taken up as {batch}"],
  continuesBatch: ["接续 {batch}", "goes on with {batch}"],
  ordersGiven: [
    "指令记录（{n}），最近：{time} {by} {what}",
    "Orders given ({n}), the last: {time} {by} {what}",
  ],
  "flow.on": ["进行", "on"],
  "flow.paused": ["已暂停", "paused"],
  "flow.held": ["已保持", "held"],
  "flow.stopping": ["正在停止", "being stopped"],
  "order.pause": ["暂停", "Pause"],
  "order.hold": ["立即保持", "Hold at once"],
  "order.resume": ["恢复", "Resume"],
  "order.stop": ["停止", "Stop"],
  "order.takeUp": ["接续", "Take up"],
  "order.skip": ["跳过", "Skip"],
  "order.repeat": ["复检", "Repeat"],
  "hint.pause": ["正在进行的动作做完，之后不再开始新的", "What is under way is finished; nothing new is begun"],
  "hint.hold": [
    "能够立即停住的设备立即停住，之后不再开始新的",
    "Devices that can hold do so at once; nothing new is begun",
  ],
  "hint.resume": ["从停下的地方继续", "Goes on where it was"],
  "hint.stop": [
    "手上的标准块放回料盘并记为未完成，批次结束",
    "The block in hand is brought home as incomplete and the batch ends",
  ],
  "hint.takeUp": ["以新批次做完剩下的标准块", "A new batch does what was left"],
  "hint.skip": ["此块不再检定，记录在案", "The block is left out, on record"],
  "hint.repeat": ["料盘末尾再检一次；原结果保留", "Worked again at the end of the tray; the first outcome stays"],
  "confirm.stop": [
    "停止批次 {batch}？手上的标准块放回料盘并记为未完成，其余不再检定。",
    "Stop batch {batch}? The block in hand is brought home as incomplete, the others are not worked.",
  ],
  "confirm.skip": ["批次 {batch} 跳过 {serial}？", "Skip block {serial} of batch {batch}?"],
  "confirm.repeat": [
    "批次 {batch} 末尾再检 {serial}？原结果保留。",
    "Work block {serial} again at the end of batch {batch}? The first outcome stays.",
  ],
  "ordered.skip": ["将跳过", "to be skipped"],
  "ordered.repeat": ["将复检", "to be repeated"],
  leftInGripper: ["{word}，在夹爪中", "{word}, in the gripper"],
  attempt: ["第 {n} 次", "attempt {n}"],
  tray: ["料盘", "Tray"],
  batch: ["批次", "Batch"],
  noBatch: ["尚无批次。", "There is no batch yet."],
  rejectSlots: ["不合格区", "Reject slots"],
  inHand: ["在检标准块", "Block in hand"],
  nothingInHand: ["机械臂上没有标准块。", "There is no block in hand."],
  finished: ["已完成的标准块", "Finished blocks"],
  noneFinished: ["本批次尚无完成的标准块。", "No block of this batch is finished yet."],
  slot: ["位", "Slot"],
  serial: ["编号", "Serial"],
  nominal: ["标称", "Nominal"],
  readings: ["示值 HR", "Readings HR"],
  mean: ["均值", "Mean"],
  uniformity: ["均匀度", "Uniformity"],
  limit: ["限值", "Limit"],
  verdict: ["结论", "Verdict"],
  devices: ["设备与通信", "Devices and links"],
  device: ["设备", "Device"],
  link: ["通信", "Link"],
  mode: ["方式", "Mode"],
  health: ["状态", "Health"],
  heartbeat: ["心跳 s", "Beat s"],
  roundTrip: ["往返 ms", "Trip ms"],
  lastJob: ["最近作业", "Last job"],
  facts: ["{speed} 倍速 · 虚拟实验室", "{speed} times real speed · virtual lab"],
  factsReal: ["实际设备", "real devices"],
  line: ["{name}检定线", "{name} line"],
  "lineName.rockwell": ["洛氏", "Rockwell"],
  "lineName.superficial": ["表面洛氏", "Superficial Rockwell"],
  "lineName.brinell": ["布氏", "Brinell"],
  queued: ["排队 {n} 盘", "{n} trays queued"],
  progress: [
    "{done}/{total} 块 · 合格 {passed} · 不合格 {rejected}",
    "{done} of {total} blocks · {passed} passed · {rejected} rejected",
  ],
  alsoSo: ["{word} {n}", "{n} {word}"],
  finishes: ["预计 {time} 完成，还需 {left}", "done at about {time}, in {left}"],
  byNominal: ["（按标称时间）", " (by nominal times)"],
  ended: ["{time} {word}", "{word} at {time}"],
  live: ["实时 · {time}", "live · {time}"],
  connecting: ["正在连接控制器…", "connecting to the controller…"],
  dead: [
    "控制器自 {time} 起无响应。以下为当时的状态，可能已不符合实际；正在重新连接。",
    "The controller has been silent since {time}. What is below is from then and may no longer be true; reconnecting.",
  ],
  deadTitle: ["⚠ 控制器无响应", "⚠ controller silent"],
  neverHeard: [
    "自 {time} 打开页面以来，控制器没有响应；正在重新连接。",
    "The controller has not answered since the page was opened at {time}; reconnecting.",
  ],
  detailLost: ["批次数据无法读取：{why}", "the batch cannot be read: {why}"],
  empty: ["空", "empty"],
  movedToReject: ["→ 不合格区 {n}", "→ reject {n}"],
  rejectedTo: ["不合格区 {n}：{reason}", "reject slot {n}: {reason}"],
  provisional: ["暂定", "provisional"],
  provisionalBatch: [
    "暂定：限值表 {id} 第 {revision} 版（{status}）未经本实验室批准，结论为暂定，不出证书",
    "Provisional: limit table {id} revision {revision} ({status}) is not approved for this lab; no certificate is released",
  ],
  suspect: ["待复查", "suspect"],
  suspectBatch: [
    "{n} 块待复查：其后的日常核查未通过",
    "{n} blocks suspect: a later daily verification failed",
  ],
  suspectBecause: [
    "待复查（第 {attempt} 次）：{day} 在 {verifiedIn} 用 {reference} 做的 {scale} 日常核查未通过：{why}",
    "suspect (attempt {attempt}): the daily verification of {scale} on {reference} in {verifiedIn}, {day}, failed: {why}",
  ],
  stepFault: ["{step}：{fault}", "{step}: {fault}"],
  "state.waiting": ["待检", "waiting"],
  "state.inHand": ["在检", "in hand"],
  "state.passed": ["合格", "passed"],
  "state.rejected": ["不合格", "rejected"],
  "state.incomplete": ["未完成", "incomplete"],
  "state.skipped": ["跳过", "skipped"],
  "line.working": ["运行", "working"],
  "line.waiting": ["等待", "waiting"],
  "line.asking": ["待人工决定", "asks"],
  "line.stopped": ["停止", "stopped"],
  "batch.queued": ["排队", "queued"],
  "batch.running": ["进行中", "running"],
  "batch.finished": ["完成", "finished"],
  "batch.stopped": ["停止", "stopped"],
  "phase.pick": ["取块", "Pick"],
  "phase.measure": ["测量", "Measure"],
  "phase.look": ["看图规划", "Look, plan"],
  "phase.indent": ["压痕", "Indent"],
  "phase.judge": ["判定", "Judge"],
  "phase.place": ["放回", "Place"],
  "indentation.preliminary": ["预压", "seating"],
  "indentation.planned": ["未压", "to be made"],
  "indentation.underWay": ["进行中", "under way"],
  "indentation.made": ["已压", "made"],
  "indentation.inDoubt": ["存疑", "in doubt"],
  "indentation.valueLost": ["示值丢失", "value lost"],
  "indentation.setAside": ["剔除", "set aside"],
  "indentation.notMade": ["未压成", "not made"],
  "link.connected": ["正常", "connected"],
  "link.connecting": ["连接中", "connecting"],
  "link.stale": ["心跳停止", "no heartbeat"],
  "mode.auto": ["自动", "auto"],
  "mode.manual": ["手动", "manual"],
  "mode.emergencyStop": ["急停", "emergency stop"],
  "health.normal": ["正常", "normal"],
  "health.failure": ["故障", "failure"],
  "health.check": ["功能检查", "check"],
  "health.outOfSpecification": ["超出规格", "out of spec"],
  "health.maintenance": ["需要维护", "maintenance"],
  held: ["已暂停", "on hold"],
  "job.sent": ["进行中", "under way"],
  "job.succeeded": ["成功", "done"],
  "job.failed": ["失败", "failed"],
  noJob: ["无", "none"],
  "kind.agv": ["AGV", "AGV"],
  "kind.arm": ["机械臂", "Arm"],
  "kind.stage": ["定位台", "Stage"],
  "kind.camera": ["相机", "Camera"],
  "kind.rockwellTester": ["洛氏硬度计", "Rockwell tester"],
  "kind.marker": ["打标机", "Marker"],
  "kind.environment": ["温湿度计", "Environment sensor"],
  "command.go": ["前往", "go"],
  "command.load": ["装载", "load"],
  "command.unload": ["卸载", "unload"],
  "command.pick": ["取块", "pick"],
  "command.place": ["放块", "place"],
  "command.move": ["移动", "move"],
  "command.shift": ["平移", "shift"],
  "command.measure": ["测量", "measure"],
  "command.expose": ["拍照", "expose"],
  "command.setup": ["换标尺", "set up"],
  "command.indent": ["压痕", "indent"],
  "command.engrave": ["打标", "engrave"],
  "command.readBack": ["读回", "read back"],
  "command.read": ["读数", "read"],
  "choice.again": ["再试一次", "Try again"],
  "choice.done": ["已完成", "It was done"],
  "choice.giveUp": ["放弃", "Give up"],
  "choice.absent": ["没有压痕", "No dent there"],
  "choice.made": ["已有压痕", "The dent is there"],
  "choice.goOn": ["继续", "Go on"],
  "choice.emptied": ["已清空", "It is emptied"],
};

/** @type {"zh" | "en"} */
let language = localStorage.getItem(STORED) === "en" ? "en" : "zh";

export const currentLanguage = () => language;

/** @param {"zh" | "en"} chosen */
export function chooseLanguage(chosen) {
  language = chosen;
  localStorage.setItem(STORED, chosen);
}

/**
 * The text of a word in the chosen language with `{names}` filled in. A word the page does not know (a newer controller's)
 * is shown by its last part.
 * @param {string} word
 * @param {Record<string, unknown>} [values]
 */
export function say(word, values = {}) {
  const texts = WORDS[word];
  const text = texts === undefined ? word.slice(word.lastIndexOf(".") + 1) : texts[language === "zh" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_whole, /** @type {string} */ name) => String(values[name] ?? ""));
}

/** @param {{ zh: string, en: string }} words */
export const inLanguage = (words) => words[language];

const locale = () => (language === "zh" ? "zh-CN" : "en-GB");

/** Time of day; with the date when it is not today's. @param {string | number | Date} instant */
export function timeOfDay(instant) {
  const date = new Date(instant);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(locale(), {
    ...(today ? {} : { month: "2-digit", day: "2-digit" }),
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });
}

/** A length of time in the largest two units that matter. @param {number} seconds */
export function lengthOfTime(seconds) {
  const zh = language === "zh";
  if (seconds < 90) return zh ? `${Math.round(seconds)} 秒` : `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return zh ? `${minutes} 分钟` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return zh ? `${hours} 小时 ${minutes % 60} 分` : `${hours} h ${minutes % 60} min`;
}
