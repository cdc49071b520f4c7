import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { locale } from "../../language/language.ts";
import { t } from "../../language/translate.ts";
import { may, people } from "../../state/call.ts";
import { RecordIcon } from "../icons.tsx";
import { clock } from "./clock.ts";
import { canRecord, recording, startRecording, stopRecording } from "./recording.ts";
import "../../styles/recording.css";

/** Says who records the call, to everybody; records it, for those who may. */
export function RecordingControl() {
  const others = people.value.filter(({ recording, isSelf }) => recording && !isSelf);
  return (
    <>
      {others.length > 0 ? <OthersRecord names={others.map(({ name }) => name)} /> : null}
      <OwnRecording />
    </>
  );
}

function OthersRecord({ names }: { names: readonly string[] }) {
  const listed = new Intl.ListFormat(locale).format(names);
  const text =
    names.length === 1
      ? t("{name} records this call", { name: listed })
      : t("{names} record this call", { names: listed });
  return (
    <p class="recording-mark" role="status" data-tip={text}>
      <RecordIcon />
      <span class="hidden">{text}</span>
      <span class="recording-word" aria-hidden="true">
        {t("Recorded")}
      </span>
    </p>
  );
}

function OwnRecording() {
  const { value } = recording;
  if (value.kind === "on") return <StopButton since={value.since} />;
  const isBusy = value.kind !== "off";
  if (!isBusy && !(may("record") && canRecord())) return null;
  const name = value.kind === "saving" ? t("The recording is being saved") : t("Record the call");
  return (
    <button
      type="button"
      class="quiet-icon record-button"
      aria-label={name}
      aria-busy={isBusy || undefined}
      data-tip={name}
      onClick={() => void startRecording()}
    >
      <RecordIcon />
    </button>
  );
}

/** The clock is drawn by the style, so that it is no part of what the button is called. */
function StopButton({ since }: { since: number }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return (
    <button
      type="button"
      class="recording-mark own"
      aria-label={t("Stop recording")}
      data-tip={t("Stop recording")}
      onClick={() => void stopRecording()}
    >
      <RecordIcon />
      <span class="recording-clock" data-clock={clock(now.value - since)} aria-hidden="true" />
    </button>
  );
}
