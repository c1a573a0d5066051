import { expect, test } from "vitest";
import { exposition } from "../../../controller/server/exposition.ts";

const gauge = (name: string, samples: { labels?: Record<string, string>; value: number }[]) =>
  exposition([{ name, help: "Help.", type: "gauge", samples }]);

test("a family has its help, its type, and a line for each set of labels", () => {
  expect(
    gauge("lab_links", [
      { labels: { device: "agv", state: "stale" }, value: 1 },
      { labels: { device: "arm" }, value: 0.25 },
    ]),
  ).toBe(
    '# HELP lab_links Help.\n# TYPE lab_links gauge\nlab_links{device="agv",state="stale"} 1\nlab_links{device="arm"} 0.25\n',
  );
});

test("quotes, backslashes and line ends in values are escaped", () => {
  expect(gauge("a", [{ labels: { text: 'say "no"\\\nthen' }, value: 1 }])).toContain(
    'a{text="say \\"no\\"\\\\\\nthen"} 1',
  );
});

test("what is no finite number is written as Prometheus reads it", () => {
  expect(gauge("a", [{ value: Number.NaN }])).toContain("a NaN\n");
  expect(gauge("a", [{ value: Number.POSITIVE_INFINITY }])).toContain("a +Inf\n");
});

test("a histogram ends with its count under +Inf", () => {
  const text = exposition([
    {
      name: "commit_seconds",
      help: "Commit.",
      type: "histogram",
      buckets: [
        [0.001, 2],
        [0.01, 5],
      ],
      count: 6,
      sum: 0.5,
    },
  ]);
  expect(text.split("\n").slice(1, -1)).toEqual([
    "# TYPE commit_seconds histogram",
    'commit_seconds_bucket{le="0.001"} 2',
    'commit_seconds_bucket{le="0.01"} 5',
    'commit_seconds_bucket{le="+Inf"} 6',
    "commit_seconds_sum 0.5",
    "commit_seconds_count 6",
  ]);
});

test.each([
  ["a name with a dash", () => gauge("a-b", []), "is no name of a metric"],
  ["a label with a dash", () => gauge("a", [{ labels: { "x-y": "" }, value: 1 }]), "is no name of a label"],
  ["the same labels twice", () => gauge("a", [{ value: 1 }, { value: 2 }]), "comes twice"],
  [
    "the same family twice",
    () => exposition([0, 1].map(() => ({ name: "a", help: "", type: "gauge" as const, samples: [] }))),
    "comes twice",
  ],
  [
    "a counter by another name",
    () => exposition([{ name: "a", help: "", type: "counter", samples: [] }]),
    "does not end in _total",
  ],
  [
    "a counter below 0",
    () => exposition([{ name: "a_total", help: "", type: "counter", samples: [{ value: -1 }] }]),
    "cannot be -1",
  ],
  [
    "buckets that shrink",
    () =>
      exposition([
        {
          name: "a",
          help: "",
          type: "histogram",
          buckets: [
            [1, 2],
            [2, 1],
          ],
          count: 2,
          sum: 1,
        },
      ]),
    "do not add up",
  ],
])("%s is refused", (_what, write, why) => {
  expect(write).toThrow(why);
});
