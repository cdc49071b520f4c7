import { describe, expect, test } from "vitest";
import { pickWorker, type WorkerLoad } from "./pick-worker.ts";

const worker = (id: string, load: Partial<WorkerLoad> = {}) => ({
  id,
  consumers: 0,
  rooms: 0,
  participants: 0,
  ...load,
});
const pick = (...workers: ReturnType<typeof worker>[]) => pickWorker(workers, 3)?.id;

describe("a participant's worker", () => {
  test("is the lightest for the first of a room", () => {
    expect(pick(worker("a", { consumers: 9 }), worker("b", { consumers: 3 }))).toBe("b");
    expect(pick(worker("a", { rooms: 2 }), worker("b", { rooms: 1 }))).toBe("b");
  });
  test("is where the others are while there is room for more", () => {
    expect(pick(worker("a"), worker("b", { participants: 2, consumers: 399, rooms: 9 }))).toBe("b");
  });
  test("is another one once enough of them are there, and then the fullest that is not", () => {
    expect(pick(worker("a"), worker("b", { participants: 3 }))).toBe("a");
    expect(pick(worker("a", { participants: 1 }), worker("b", { participants: 3 }), worker("c"))).toBe("a");
    expect(pick(worker("a", { participants: 1 }), worker("b", { participants: 2 }))).toBe("b");
  });
  test("is another one once that has all that it can carry", () => {
    expect(pick(worker("a", { participants: 1, consumers: 400 }), worker("b", { consumers: 50 }))).toBe("b");
  });
  test("is the lightest where all are full", () => {
    expect(
      pick(
        worker("a", { participants: 5, consumers: 900 }),
        worker("b", { participants: 7, consumers: 800 }),
      ),
    ).toBe("b");
  });
  test("is none where none is alive", () => expect(pick()).toBeUndefined());
});
