import { effect } from "@preact/signals";
import type { Call } from "../call/call.ts";
import { startAnnotating } from "./annotations/annotator.ts";
import { followAttachments } from "./attachments.ts";
import { followChat } from "./chat.ts";
import { followCheers } from "./cheers.ts";
import { followFiles } from "./files.ts";
import { watchMutedMicrophone } from "./muted-microphone.ts";
import { followReading } from "./reading.ts";
import { speaker } from "./speaker.ts";
import { followTyping } from "./typing.ts";
import { followShown } from "./watching.ts";

/** Does what has to go on as long as a call does. Returns how to end it. */
export function followCall(call: Call): () => void {
  const ends = [
    effect(() => call.setSpeaker(speaker.value)),
    watchMutedMicrophone(),
    followShown(call),
    startAnnotating(call),
    followChat(call),
    followAttachments(call),
    followFiles(call),
    followCheers(call),
    followReading(call),
    followTyping(call),
  ];
  return () => {
    for (const end of ends) end();
  };
}
