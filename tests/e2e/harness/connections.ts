import type { BrowserContext } from "playwright-core";

declare global {
  /** Every connection that a page has made. */
  var nearcastConnections: { connection: RTCPeerConnection; isDirect: boolean }[];
}

/** Has every page that is opened from now on remember its connections. Those to the node use the call's certificate. */
export async function rememberConnections(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    globalThis.nearcastConnections = [];
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        const isDirect = configuration?.certificates === undefined;
        globalThis.nearcastConnections.push({ connection: this, isDirect });
      }
    };
  });
}
