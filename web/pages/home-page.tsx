import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LIMITS } from "../../protocol/limits.ts";
import { t } from "../language/translate.ts";
import { canEncrypt, makeRoomSecret } from "../state/room-secret.ts";
import { EncryptionChoice } from "../ui/encryption-choice.tsx";
import { ArrowIcon } from "../ui/icons.tsx";
import { fragmentIn, slugIn } from "../ui/text.ts";
import { errorWords } from "../ui/words.ts";
import { LazyFriends } from "./friends/lazy-friends.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { makeRoom } from "./make-room.ts";
import { MyRooms } from "./my-rooms.tsx";
import { PageHead } from "./page-head.tsx";
import { navigate } from "./router.ts";

/** The start: make a room, or open one. */
export function HomePage() {
  useEffect(() => {
    document.title = "Nearcast";
  }, []);
  return (
    <div class="page home">
      <PageHead />
      <main class="home-main">
        <section class="hero">
          <h1>{t("Show your screen. Talk it over.")}</h1>
          <p class="lead">
            {t(
              "Nearcast shares screens, cameras and talk through the media server nearest to each of you. Nothing to install; a link is all the others need.",
            )}
          </p>
        </section>
        <div class="home-side">
          <section class="card start" aria-label={t("Start")}>
            <MakeRoom />
            <div class="or" aria-hidden="true">
              {t("or")}
            </div>
            <OpenRoom />
          </section>
          <LazyFriends />
        </div>
        <div class="home-rooms">
          <MyRooms />
        </div>
      </main>
      <LanguageChoice />
    </div>
  );
}

function MakeRoom() {
  const title = useSignal("");
  const encrypted = useSignal(false);
  const busy = useSignal(false);
  const fault = useSignal<string | null>(null);

  const make = async () => {
    if (busy.value) return;
    busy.value = true;
    fault.value = null;
    const result = await makeRoom(title.value.trim(), encrypted.value);
    busy.value = false;
    if (result.kind === "ok") {
      navigate(`/r/${result.room.slug}${encrypted.value ? `#${makeRoomSecret()}` : ""}`);
      return;
    }
    const words = errorWords(result.error.code, result.error.message);
    fault.value = `${words.title}. ${words.what}`;
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <label class="field">
        <span class="field-label">
          {t("Room name")} <span class="field-note">{t("optional")}</span>
        </span>
        <input
          type="text"
          maxLength={LIMITS.titleChars}
          placeholder={t("Design review")}
          autoComplete="off"
          value={title.value}
          aria-invalid={fault.value !== null}
          aria-describedby={fault.value ? "make-fault" : undefined}
          onInput={(event) => {
            title.value = event.currentTarget.value;
            fault.value = null;
          }}
        />
      </label>
      <EncryptionChoice
        checked={encrypted.value}
        possible={canEncrypt()}
        onChange={(checked) => {
          encrypted.value = checked;
        }}
      />
      <p id="make-fault" class="field-fault" role="alert">
        {fault}
      </p>
      <button type="submit" class="button primary wide" aria-busy={busy.value}>
        {busy.value ? t("Making the room…") : t("New room")}
      </button>
    </form>
  );
}

function OpenRoom() {
  const text = useSignal("");
  const fault = useSignal<string | null>(null);
  const open = () => {
    const slug = slugIn(text.value);
    if (slug) navigate(`/r/${slug}${fragmentIn(text.value)}`);
    else
      fault.value = t("That is no room’s link or name. Both look like design-review or …/r/design-review.");
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <label class="field">
        <span class="field-label">{t("Link or name of a room")}</span>
        <span class="field-with-button">
          <input
            type="text"
            inputMode="url"
            autoCapitalize="none"
            autoComplete="off"
            spellcheck={false}
            placeholder="design-review"
            value={text.value}
            aria-invalid={fault.value !== null}
            aria-describedby={fault.value ? "open-fault" : undefined}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              fault.value = null;
            }}
          />
          <button type="submit" class="button square" aria-label={t("Open")} data-tip={t("Open")}>
            <ArrowIcon />
          </button>
        </span>
      </label>
      <p id="open-fault" class="field-fault" role="alert">
        {fault}
      </p>
    </form>
  );
}
