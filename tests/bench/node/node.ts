import type { Figure } from "../report/figure.ts";
import { measureForwarding } from "./forwarding.ts";
import { measureKeyFrames } from "./key-frame.ts";
import { createIdentity, type Identity } from "./rtc/identity.ts";
import { openBareScene, openNearcastScene, openPlainScene, type Scene } from "./scene.ts";
import { measureSecondHop } from "./second-hop.ts";

/** What the media node makes of its processor, by itself: no edge, no browsers, made-up pictures. */
export async function measureNode(report: (detail: string) => void): Promise<Figure[]> {
  const identity = await createIdentity();
  return [...(await measureCrowd(identity, report)), ...(await measureSecondHop(identity, report))];
}

/** What is sent to a hundred. */
async function measureCrowd(identity: Identity, report: (detail: string) => void): Promise<Figure[]> {
  const open: Scene[] = [];
  const opened = async <S extends Scene>(opening: Promise<S>): Promise<S> => {
    const scene = await opening;
    open.push(scene);
    return scene;
  };
  try {
    report("viewers come");
    const nearcast = await opened(openNearcastScene(identity));
    const bare = await opened(openBareScene(identity));
    const plain = await opened(openPlainScene());
    return [
      ...(await measureForwarding({ nearcast, bare, plain }, report)),
      ...(await measureKeyFrames({ nearcast, bare }, report)),
    ];
  } finally {
    for (const scene of open) await scene.stop();
  }
}
