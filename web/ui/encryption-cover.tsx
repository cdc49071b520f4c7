import { t } from "../language/translate.ts";
import { encryption } from "../state/call.ts";
import { LockIcon } from "./icons.tsx";
import type { TileSpec } from "./layout.ts";

const COVER_WORDS = {
  "waiting-for-key": t("Encrypted: waiting for the key"),
  undecryptable: t("Cannot be decrypted"),
  unencryptable: t("Cannot be encrypted, so it is not sent"),
} as const;

const SOUND_WORDS = {
  "waiting-for-key": t("Sound: encrypted: waiting for the key"),
  undecryptable: t("Sound: cannot be decrypted"),
  unencryptable: t("Sound: cannot be encrypted, so it is not sent"),
} as const;

/** Lies over a picture that cannot be decrypted, or encrypted where it is one's own, or says so of its sound; nothing where all is well. */
export function EncryptionCover({ tile: { person, source, stream } }: { tile: TileSpec }) {
  const problems = encryption.value?.problems;
  if (problems === undefined || problems.size === 0) return null;
  const picture = stream && problems.get(stream.producerId);
  if (picture) return <Note text={COVER_WORDS[picture]} isCover />;
  const sound = source === "screen" ? "screen-audio" : "microphone";
  const silent = person.streams.find((each) => each.source === sound && problems.has(each.producerId));
  const problem = silent && problems.get(silent.producerId);
  return problem ? <Note text={SOUND_WORDS[problem]} isCover={false} /> : null;
}

function Note({ text, isCover }: { text: string; isCover: boolean }) {
  return (
    <p class={`encryption-cover${isCover ? " whole" : ""}`} role="status">
      <LockIcon />
      <span>{text}</span>
    </p>
  );
}
