import { t } from "../language/translate.ts";
import type { Words } from "../ui/words.ts";

/** What is known before a room is entered, as far as its encryption goes. */
interface EncryptedLink {
  /** As the server says; null where nobody has made the room. */
  readonly encrypted: boolean | null;
  /** Whether the link holds a whole secret. */
  readonly hasSecret: boolean;
  /** Whether this browser can encrypt, on this page. */
  readonly possible: boolean;
}

/**
 * Why the room cannot be entered by this link in this browser; null where it can. A link with a secret is only good for an
 * encrypted room: a server that says otherwise could have people send in clear what they believe to be encrypted.
 */
export function linkFault({ encrypted, hasSecret, possible }: EncryptedLink): Words | null {
  if (encrypted === true && !hasSecret) {
    return {
      title: t("This room is end-to-end encrypted"),
      what: t(
        "Ask for the whole link. Its last part, behind the #, opens the room, and only the people in it have that.",
      ),
    };
  }
  if (encrypted === false && hasSecret) {
    return {
      title: t("The link and the server do not agree"),
      what: t(
        "This link is of an end-to-end encrypted room, and the server has a room here that is not. Nothing was sent. Ask whoever gave you the link.",
      ),
    };
  }
  if (hasSecret && !possible) {
    return {
      title: t("This browser cannot take part here"),
      what: t(
        "This room is end-to-end encrypted. Use a current Chrome, Edge, Firefox or Safari, at an address that starts with https://.",
      ),
    };
  }
  return null;
}
