import { describe, expect, test } from "vitest";
import { stepOf } from "../../../controller/server/step.ts";

const FACTS = { batch: "B-0001", serials: ["2007-101", "77/3"], preliminary: 1, counted: 5 };
const at = (path: string, state: "sent" | "open" | "finished" = "sent") =>
  stepOf({ key: `batch/B-0001/${path}`, state }, FACTS);

describe("where a batch stands, in plain words", () => {
  test.each([
    ["environment#1", "temperature and humidity are read", null, null],
    ["bring-in/load#1", "the tray is brought to the line: loading", null, null],
    ["environment/2#1", "temperature and humidity are read", null, null],
    ["preflight/1", "everything is checked before the start", null, null],
    ["preflight/1/ask", "a person must decide", null, null],
    ["verify/HRC/1/need", "daily verification: is one due?", null, null],
    ["verify/HRC/1/pick#2", "daily verification: the block is picked (attempt 2)", null, null],
    ["verify/HRC/1/indent/3#1", "daily verification: indentation 2 of 5", null, null],
    ["verify/HRC/1/ask", "daily verification: a person must decide", null, null],
    ["repeat/1", "orders to repeat a block are looked for", null, null],
    ["block/2007-101/admit", "the block has its turn", "2007-101", "pick"],
    ["block/2007-101/setup#1", "the tester is set up for the scale", "2007-101", "pick"],
    ["block/2007-101/pick#1/rehome", "the arm takes its place anew", "2007-101", "pick"],
    ["block/2007-101/check-size", "the size is compared with the order", "2007-101", "measure"],
    ["block/2007-101/screen/1", "the readings are screened", "2007-101", "indent"],
    ["block/2007-101/pick#1", "the block is picked", "2007-101", "pick"],
    ["block/2007-101/measure#2", "size and offset are measured (attempt 2)", "2007-101", "measure"],
    ["block/2007-101/look#1/expose#1", "a picture is taken", "2007-101", "look"],
    ["block/2007-101/indent/1#1", "preliminary indentation 1 of 1", "2007-101", "indent"],
    ["block/2007-101/indent/4#1/shift", "the arm shifts to indentation 3 of 5", "2007-101", "indent"],
    ["block/2007-101/indent/7#1", "replacement indentation 1", "2007-101", "indent"],
    [
      "block/2007-101/indent/2#3/look#1/expose#1",
      "a picture is taken: is indentation 1 of 5 there?",
      "2007-101",
      "indent",
    ],
    ["block/2007-101@2/indent/4#1", "indentation 3 of 5", "2007-101", "indent"],
    ["block/77/3/place#1", "the block is placed", "77/3", "place"],
    ["marking/slot/12/engrave#1", "the block in slot 12 is engraved", null, null],
    ["to-inspected/unload#1", "the tray is brought to the inspected area: unloading", null, null],
  ] as const)("%s: %s", (path, en, serial, phase) => {
    expect(at(path)).toMatchObject({ words: { en }, serial, phase });
    expect(at(path).words.zh).not.toBe("");
  });

  test("a picture that was taken is being looked at, for a computation has no row before its end", () => {
    expect(at("block/2007-101/look#1/expose#1", "finished").words.en).toBe(
      "the surface is looked at, positions are planned",
    );
    expect(at("block/2007-101/indent/2#1/look#1/expose#1", "finished").words.en).toBe(
      "the picture is compared: is indentation 1 of 5 there?",
    );
  });

  test.each([
    ["block/2007-101/pick#3/ask", "pick"],
    ["block/2007-101/indent/3#1/ask", "indent"],
    ["block/2007-101/look#3/ask", "look"],
    ["block/2007-101/reject-room/ask", "place"],
    ["bring-in/load#1/ask", null],
    ["marking/slot/3/ask", null],
  ] as const)("a question belongs to the phase it is about: %s", (path, phase) => {
    expect(at(path, "open")).toMatchObject({ phase, words: { zh: "等待人工决定" } });
  });

  test("a key nobody has words for is shown as it is", () => {
    expect(at("block/2007-101/polish#1").words.en).toBe("batch/B-0001/block/2007-101/polish#1");
  });
});
