import type { ComponentChildren } from "preact";
import { Avatar } from "../../ui/avatar.tsx";

interface CallCardProps {
  id: string;
  name: string;
  picture: string | null;
  text: string;
  rings?: boolean;
  children: ComponentChildren;
}

/** Somebody, what is with the call, and what can be done about it; it is spoken as it comes. */
export function CallCard({ id, name, picture, text, rings = false, children }: CallCardProps) {
  return (
    <section class={rings ? "call-card rings" : "call-card"} aria-label={text}>
      <Avatar id={id} name={name} picture={picture} />
      <p role={rings ? "alert" : "status"}>{text}</p>
      <div class="call-card-actions">{children}</div>
    </section>
  );
}
