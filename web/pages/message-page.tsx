import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Words } from "../ui/words.ts";
import { PageHead } from "./page-head.tsx";

interface MessagePageProps {
  words: Words;
  /** A line above the title, such as the room's name. */
  above?: string | undefined;
  children?: ComponentChildren;
}

/** A page that says one thing and offers what to do next. */
export function MessagePage({ words, above, children }: MessagePageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // What was focused is gone with the page before: the reader goes on at the new title.
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <div class="page">
      <PageHead />
      <main class="message-page">
        {above ? <p class="eyebrow">{above}</p> : null}
        <h1 ref={heading} tabIndex={-1}>
          {words.title}
        </h1>
        <p class="lead">{words.what}</p>
        <div class="message-buttons">{children}</div>
      </main>
    </div>
  );
}
