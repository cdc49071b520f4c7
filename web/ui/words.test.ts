import { describe, expect, it } from "vitest";
import { ERRORS, type ErrorCode, wireError } from "../../protocol/errors.ts";
import type { CaptureFault } from "../state/types.ts";
import { captureWords, endWords, errorWords } from "./words.ts";

const FAULTS: readonly CaptureFault[] = [
  "insecure-context",
  "permission-denied",
  "no-device",
  "device-busy",
  "unsupported",
  "unknown",
];

describe("captureWords", () => {
  it.each(["microphone", "camera", "screen"] as const)(
    "says of every fault of a %s what to do",
    (captured) => {
      for (const fault of FAULTS) {
        const words = captureWords(fault, captured);
        expect(words?.title).toMatch(/\w$/u);
        expect(words?.what).toMatch(/\.$/u);
      }
    },
  );

  it("says nothing to somebody who changed their mind", () => {
    expect(captureWords("cancelled", "screen")).toBeNull();
  });
});

describe("errorWords", () => {
  it("has a title and a next step for every code", () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      expect(errorWords(code).title).not.toBe("");
      expect(errorWords(code).what).toMatch(/\.$/u);
    }
  });

  it("takes the server's own sentence where it says more", () => {
    expect(errorWords("internal", "Nearcast cannot be reached.").what).toBe("Nearcast cannot be reached.");
  });
});

describe("endWords", () => {
  const refused = (code: ErrorCode) => endWords({ kind: "refused", error: wireError(code) }).action;

  it("offers what helps", () => {
    expect(endWords({ kind: "left" }).action).toBe("join-again");
    expect(endWords({ kind: "replaced" }).action).toBe("use-here");
    expect(endWords({ kind: "lost" }).action).toBe("join-again");
    expect(refused("version_mismatch")).toBe("reload");
    expect(refused("room_full")).toBe("try-again");
    expect(refused("unauthorized")).toBe("join-again");
    expect(refused("forbidden")).toBe("home");
  });
});
