import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { LIMITS } from "../../protocol/limits.ts";
import { t } from "../language/translate.ts";
import { type DeviceKind, openPreview, type Preview } from "../state/devices.ts";
import { preferences } from "../state/preferences.ts";
import { account } from "../state/remembered-account.ts";
import type { SessionResult } from "../state/session-request.ts";
import { DevicePreview } from "../ui/device-preview.tsx";
import { EncryptionChoice } from "../ui/encryption-choice.tsx";
import { FaultBox } from "../ui/fault-box.tsx";
import { LockIcon } from "../ui/icons.tsx";
import { NearMark } from "../ui/near-mark.tsx";
import { TextField } from "../ui/text-field.tsx";
import { errorWords, type Words } from "../ui/words.ts";
import { PageHead } from "./page-head.tsx";

const PASSWORD_ASKED = t("This room asks for a password. Whoever invited you knows it.");
const INVITE_OVER = t(
  "The invitation in this link is over or used up. Ask for another one, or give the room's password.",
);

interface PreJoinPageProps {
  slug: string;
  title: string;
  /** Null until the room has answered. */
  access: SessionResult | null;
  busy: boolean;
  fault: Words | null;
  /** The devices that the call has taken over, shown until it is here. */
  held: Record<DeviceKind, Preview> | null;
  /** What is given where the room asks for a password; null where it does not. */
  password: Signal<string> | null;
  /** Whether the link holds an invitation. */
  hasInvite: boolean;
  encryption: {
    /** Known to be encrypted, or to become so. */
    isSure: boolean;
    /** Where nobody has made the room: whether it is to be encrypted. */
    wanted: boolean;
    /** Whether this browser can encrypt, on this page. */
    possible: boolean;
    /** Why nobody can join by this link in this browser. */
    fault: Words | null;
    onWanted: (wanted: boolean) => void;
  };
  onJoin: (name: string) => void;
}

/** Before the call: who one is, and what the others will see and hear. */
export function PreJoinPage({
  slug,
  title,
  access,
  busy,
  fault,
  held,
  password,
  hasInvite,
  encryption,
  onJoin,
}: PreJoinPageProps) {
  const name = useSignal(preferences.value.name || (account.value?.name ?? ""));
  const nameFault = useSignal(false);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    void openPreview();
    // A phone's keyboard would cover half of the page before it is read.
    if (matchMedia("(hover: hover)").matches) input.current?.focus();
  }, []);

  const submit = () => {
    if (encryption.fault) return;
    const trimmed = name.value.trim();
    if (trimmed === "") {
      nameFault.value = true;
      input.current?.focus();
      return;
    }
    onJoin(trimmed);
  };

  const isMissing = access?.kind === "not_found";
  const refused =
    access?.kind === "error" && !password ? errorWords(access.error.code, access.error.message) : null;
  const shown = encryption.fault ?? fault ?? refused;

  return (
    <div class="page pre-join">
      <PageHead />
      <main class="pre-join-main">
        <DevicePreview name={name.value} held={held} />
        <form
          class="card join-card"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <div class="join-title">
            <p class="eyebrow">{isMissing ? t("A new room") : t("You are about to join")}</p>
            <h1>{title}</h1>
            {/* Its line is always there, so that the form does not move when the room has answered. */}
            <p class="slug">
              {encryption.isSure ? (
                <span class="encrypted-mark">
                  <LockIcon />
                  {t("End-to-end encrypted")}
                </span>
              ) : null}
              {title === slug ? "\u00a0" : slug}
            </p>
          </div>
          {isMissing ? (
            <p class="hint-box">
              {t(
                "Nobody has made this room yet, or it is not open to you. Check the link; or join to make it yours.",
              )}
            </p>
          ) : null}
          {isMissing && !encryption.isSure ? (
            <EncryptionChoice
              checked={encryption.wanted}
              possible={encryption.possible}
              onChange={encryption.onWanted}
            />
          ) : null}
          <label class="field">
            <span class="field-label">{t("Your name")}</span>
            <input
              ref={input}
              type="text"
              autoComplete="name"
              enterkeyhint="go"
              maxLength={LIMITS.nameChars}
              value={name.value}
              aria-invalid={nameFault.value}
              aria-describedby={nameFault.value ? "name-fault" : undefined}
              onInput={(event) => {
                name.value = event.currentTarget.value;
                nameFault.value = false;
              }}
            />
          </label>
          <p id="name-fault" class="field-fault" role="alert">
            {nameFault.value ? t("The others need a name to call you by.") : null}
          </p>
          {password ? (
            <TextField
              label={t("Room password")}
              value={password}
              hint={hasInvite ? INVITE_OVER : PASSWORD_ASKED}
              type="password"
              autoComplete="off"
              maxLength={LIMITS.passwordChars}
              required
            />
          ) : null}
          <FaultBox words={shown} />
          <button
            type="submit"
            class="button primary wide large"
            aria-busy={busy}
            disabled={encryption.fault !== null}
          >
            {busy ? t("Joining…") : t("Join")}
          </button>
          <NearMark />
        </form>
      </main>
    </div>
  );
}
