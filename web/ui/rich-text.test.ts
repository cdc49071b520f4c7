import { describe, expect, it } from "vitest";
import { type Mentionable, mentionsSelf, richText } from "./rich-text.ts";

const room: Mentionable = { names: ["Ann", "Ann Lee", "Bo", "Élodie", "x.y"], selves: ["Bo"] };
const parse = (text: string) => richText(text, room);
/** A message as `kind:text` for whatever is not plain text. */
const short = (text: string) =>
  parse(text).map((piece) => (piece.kind === "text" ? piece.text : `${piece.kind}:${piece.text}`));
const links = (text: string) =>
  parse(text).flatMap((piece) => (piece.kind === "link" ? [[piece.text, piece.href]] : []));

describe("links", () => {
  it("are addresses of the web and of mail, without the punctuation after them", () => {
    expect(short("see https://a.example/x, or (http://b.example). mailto:me@a.example!")).toEqual([
      "see ",
      "link:https://a.example/x",
      ", or (",
      "link:http://b.example",
      "). ",
      "link:mailto:me@a.example",
      "!",
    ]);
  });

  it.each([
    ["https://a.example/wiki/Tea_(drink)", "https://a.example/wiki/Tea_(drink)"],
    ["(https://a.example/wiki/Tea_(drink))", "https://a.example/wiki/Tea_(drink)"],
    ["HTTPS://A.example/X", "HTTPS://A.example/X"],
    ["https://a.example/?q=1&r=[2]#top", "https://a.example/?q=1&r=[2]#top"],
    ["https://[::1]:8787/r/x", "https://[::1]:8787/r/x"],
  ])("in %s is %s", (text, link) => expect(links(text).map(([shown]) => shown)).toEqual([link]));

  it.each([
    "javascript:alert(1)",
    "JavaScript://a.example/%0aalert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://a.example",
    "xhttps://a.example",
    "https://",
    "http://[",
    "mailto:",
    "mailto:?bcc=all@a.example",
    "https://bank.example@evil.example/login",
    "https://user:secret@evil.example",
  ])("are none in %j", (text) => expect(links(text)).toEqual([]));

  it("end at what is not seen", () => {
    for (const unseen of ["\u200b", "\u202e", "\u2066", "\u00ad", "\u0000", "\ud800"]) {
      const found = links(`https://a.example/${unseen}moc.live`);
      expect(found, JSON.stringify(unseen)).toEqual([["https://a.example/", "https://a.example/"]]);
    }
  });

  it("tell where they lead, however the name is written", () => {
    expect(links("https://аpple.example")).toEqual([
      ["https://аpple.example", "https://xn--pple-43d.example/"],
    ]);
    expect(links('https://a.example/"onmouseover="x')).toEqual([
      ["https://a.example/", "https://a.example/"],
    ]);
  });

  it("are not made of markup", () => {
    expect(short("<img src=x onerror=alert(1)> [x](javascript:1)")).toEqual([
      "<img src=x onerror=alert(1)> [x](javascript:1)",
    ]);
  });
});

describe("code", () => {
  it("stands between backticks, in one line", () => {
    expect(short("run `npm test` or `x")).toEqual(["run ", "code:npm test", " or `x"]);
    expect(short("`https://a.example @Bo`")).toEqual(["code:https://a.example @Bo"]);
  });

  it("stands between fences, of which the first may name its language", () => {
    expect(short("look:\n```ts\nconst a = `1`;\n\n  b(); // @Bo https://a.example\n```\nright?")).toEqual([
      "look:",
      "block:const a = `1`;\n\n  b(); // @Bo https://a.example",
      "right?",
    ]);
    expect(short("```\na\n```")).toEqual(["block:a"]);
    expect(short("```\na\n```\n```\nb\n```")).toEqual(["block:a", "block:b"]);
  });

  it("is none where a fence is not closed, or not at the beginning of a line", () => {
    expect(short("```\na")).toEqual(["```\na"]);
    expect(short("a ```\nb\n```")).toEqual(["a ```\nb\n```"]);
    expect(short("```")).toEqual(["```"]);
    expect(short("```\n```")).toEqual(["```\n```"]);
  });
});

describe("people", () => {
  it("are mentioned by their whole names, the longest that fits", () => {
    expect(short("@Ann Lee, @ann and @Bo: @Élodie? @x.y!")).toEqual([
      "mention:@Ann Lee",
      ", ",
      "mention:@ann",
      " and ",
      "mention:@Bo",
      ": ",
      "mention:@Élodie",
      "? ",
      "mention:@x.y",
      "!",
    ]);
  });

  it.each(["me@Bo", "@Bob", "@", "@@", "@ Bo", "@xzy", "@Carl"])("are not mentioned in %j", (text) =>
    expect(short(text)).toEqual([text]),
  );

  it("hear of it themselves", () => {
    expect(["@Bo!", "@bo", "@Ann", "`@Bo`"].map((text) => mentionsSelf(parse(text)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("any message", () => {
  const pieces = [
    "`",
    "```",
    "\n",
    "@",
    "@Ann",
    " ",
    "(",
    ")",
    ".",
    "https://a.b",
    "mailto:",
    "x",
    "😀",
    "\u200b",
  ];

  it("is put together again, but for the marks of code", () => {
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let run = 0; run < 2_000; run++) {
      const text = Array.from({ length: next(20) }, () => pieces[next(pieces.length)]).join("");
      const letters = (value: string) => value.replace(/[`\n]/gu, "");
      const shown = parse(text)
        .map((piece) => piece.text)
        .join("");
      // A block's first line is not shown.
      if (!text.includes("```")) expect(letters(shown), JSON.stringify(text)).toBe(letters(text));
    }
  });

  it("is taken apart in as many steps as it is long", () => {
    // What takes time in proportion to its square would take minutes here.
    const many = 200_000;
    for (const part of [
      "`",
      "@",
      "@Ann",
      "(",
      ")",
      "https://a.b/)",
      "https://",
      "```\n",
      "\n```",
      "mailto:",
      "`a",
      "a`\n",
      ".",
      "@A",
    ])
      expect(parse(part.repeat(many)).length).toBeGreaterThan(0);
  });
});
