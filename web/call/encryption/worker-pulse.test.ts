import { expect, test } from "vitest";
import { problemsWithoutWorker, WorkerPulse } from "./worker-pulse.ts";

/** A pulse, what it tells, and how to let its time come. */
function beating() {
  const told: boolean[] = [];
  let asked = 0;
  let due: (() => void)[] = [];
  const pulse = new WorkerPulse({
    ask: () => {
      asked += 1;
    },
    later: (act) => due.push(act),
    changed: (isLost) => told.push(isLost),
  });
  const beat = (times: number) => {
    for (; times > 0; times--) {
      const ready = due;
      due = [];
      for (const act of ready) act();
    }
  };
  return { pulse, told, beat, asked: () => asked };
}

test("a worker that answers, if late, is there", () => {
  const { pulse, told, beat } = beating();
  for (let round = 0; round < 10; round++) {
    beat(2);
    pulse.handleAnswer();
  }
  expect(told).toEqual([]);
});

test("one that answers no more is lost, which is told once, and is back when it answers again", () => {
  const { pulse, told, beat } = beating();
  pulse.handleAnswer();
  beat(3);
  expect(told).toEqual([]);
  beat(10);
  expect(told).toEqual([true]);
  pulse.handleAnswer();
  expect(told).toEqual([true, false]);
});

test("nothing is asked once it is closed", () => {
  const { pulse, told, beat, asked } = beating();
  pulse.close();
  beat(10);
  expect(asked()).toBe(1);
  expect(told).toEqual([]);
});

test("without a worker one's own streams are not sent, and the others' cannot be decrypted", () => {
  const roster = new Map([
    ["ada", { identity: null, producers: new Map([["a", "camera"]]) }],
    [
      "ben",
      {
        identity: null,
        producers: new Map([
          ["b", "screen"],
          ["c", "microphone"],
        ]),
      },
    ],
  ]);
  expect([...problemsWithoutWorker(roster, "ada")]).toEqual([
    ["a", "unencryptable"],
    ["b", "undecryptable"],
    ["c", "undecryptable"],
  ]);
});
