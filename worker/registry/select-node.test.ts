import { describe, expect, test } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import { type NodeRecord, selectNode } from "./select-node.ts";

const NOW = 1_800_000_000_000;
const VERSION = 1;

function node(id: string, different: Partial<NodeRecord> = {}): NodeRecord {
  const load = { rooms: 0, consumers: 0, cpu: 0 };
  return { id, version: VERSION, load, draining: false, beatAt: NOW, ...different };
}

function select(nodes: NodeRecord[], avoid: string | null = null): string | null {
  return selectNode(nodes, { avoid, version: VERSION, now: NOW });
}

describe("a node is fit", () => {
  test("while its lease lasts", () => {
    expect(select([node("a", { beatAt: NOW - TIMES.nodeLeaseMs })])).toBe("a");
    expect(select([node("a", { beatAt: NOW - TIMES.nodeLeaseMs - 1 })])).toBeNull();
  });
  test("unless it is draining", () => expect(select([node("a", { draining: true })])).toBeNull());
  test("unless it speaks another version", () => {
    expect(select([node("a", { version: VERSION + 1 }), node("b", { version: VERSION - 1 })])).toBeNull();
  });
  test("and where there is none, none is chosen", () => expect(select([])).toBeNull());
});

describe("of the fit nodes", () => {
  const load = (cpu: number, consumers = 0, rooms = 0) => ({ load: { cpu, consumers, rooms } });

  test("the least busy is chosen", () => {
    expect(select([node("a", load(0.9)), node("b", load(0.2)), node("c", load(0.5))])).toBe("b");
  });
  test("small differences of the processor do not decide", () => {
    expect(select([node("a", load(0.21, 50)), node("b", load(0.24, 10))])).toBe("b");
  });
  test("consumers come before rooms, and rooms before names", () => {
    expect(select([node("a", load(0, 2, 1)), node("b", load(0, 1, 9))])).toBe("b");
    expect(select([node("a", load(0, 1, 2)), node("b", load(0, 1, 1))])).toBe("b");
    expect(select([node("b"), node("a")])).toBe("a");
  });
  test("one that is to be avoided is chosen where there is no other", () => {
    expect(select([node("a"), node("b", load(0.9))], "a")).toBe("b");
    expect(select([node("a"), node("b", { draining: true })], "a")).toBe("a");
  });
  test("the list is left as it was", () => {
    const nodes = [node("b"), node("a")];
    select(nodes);
    expect(nodes.map(({ id }) => id)).toEqual(["b", "a"]);
  });
});
