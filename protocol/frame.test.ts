import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parseFrame } from "./frame.ts";

const REGISTRY = {
  say: v.object({ text: v.pipe(v.string(), v.maxLength(5)) }),
  move: v.object({ to: v.object({ x: v.number() }) }),
};
const parse = (text: string) => parseFrame(REGISTRY, text, { chars: 200, items: 3 });
const codes = (text: string) => parse(text).map((item) => ("error" in item ? item.error.code : "none"));

describe("a frame", () => {
  test("is a list of messages, in order, each with what its type has and nothing else", () => {
    const frame = '[{"type":"say","text":"hi","id":7,"admin":true},{"type":"move","to":{"x":1,"y":2}}]';
    expect(parse(frame)).toEqual([
      { message: { type: "say", text: "hi", id: 7 } },
      { message: { type: "move", to: { x: 1 } } },
    ]);
  });

  test("may be empty", () => expect(parse("[]")).toEqual([]));

  test.each([
    ["text that is no JSON", "[", "bad_json"],
    ["no text", "", "bad_json"],
    ["an object", '{"type":"say","text":"hi"}', "bad_frame"],
    ["null", "null", "bad_frame"],
    ["too many characters", `[${" ".repeat(200)}]`, "frame_too_large"],
    ["too many messages", "[1,2,3,4]", "frame_too_large"],
  ])("is one fault where it is %s", (_, text, code) => expect(codes(text)).toEqual([code]));
});

describe("a message that cannot be read", () => {
  test("is a fault in its place, and the others stand", () => {
    expect(codes('[{"type":"say","text":"hi"},{"type":"nap"},{"type":"say","text":"yo"}]')).toEqual([
      "none",
      "unknown_type",
      "none",
    ]);
  });

  test.each([
    ["a number", "1", "bad_frame"],
    ["null", "null", "bad_frame"],
    ["a list", "[]", "bad_frame"],
    ["without a type", "{}", "bad_frame"],
    ["of a type that is no text", '{"type":["say"]}', "bad_frame"],
    ["of a type that every object has", '{"type":"toString"}', "unknown_type"],
    ["of the prototype's type", '{"type":"__proto__"}', "unknown_type"],
    ["without a field", '{"type":"say"}', "bad_message"],
    ["with an id of zero", '{"type":"say","text":"hi","id":0}', "bad_message"],
    ["with an id that is text", '{"type":"say","text":"hi","id":"1"}', "bad_message"],
    ["with an id beyond exact numbers", '{"type":"say","text":"hi","id":9007199254740993}', "bad_message"],
    ["an answer without an end", '{"re":1}', "bad_message"],
    ["an answer to a half", '{"re":1.5,"ok":{}}', "bad_message"],
  ])("is a fault where it is %s", (_, item, code) => expect(codes(`[${item}]`)).toEqual([code]));

  test("keeps its id, so that it can be answered", () => {
    expect(parse('[{"type":"say","id":3,"text":"too long"},{"type":"nap","id":4},{"id":5}]')).toMatchObject([
      { id: 3 },
      { id: 4 },
      { id: 5 },
    ]);
  });

  test("is described by where it is wrong, never by what it said", () => {
    const [deep, long] = parse('[{"type":"move","to":{"x":"secret"}},{"type":"say","text":"secret"}]');
    expect(deep).toMatchObject({ error: { message: "to.x: expected number" } });
    expect(long).toMatchObject({ error: { message: "text: expected <=5" } });
  });
});

describe("an answer", () => {
  test("is told from messages by its `re`", () => {
    const error = { code: "forbidden", message: "No.", retryAfterMs: 5 };
    expect(
      parse(
        JSON.stringify([
          { re: 1, ok: { seq: 2 } },
          { re: 2, error },
        ]),
      ),
    ).toEqual([{ reply: { re: 1, ok: { seq: 2 } } }, { reply: { re: 2, error } }]);
  });
});
