import type { Page, WebSocket } from "playwright-core";

/** Frames of a page's room socket, apart from pings. */
export interface FrameLog {
  readonly sent: string[];
  readonly received: string[];
}

/** Records every frame of the sockets that the page opens from now on. */
export function recordFrames(page: Page): FrameLog {
  const log: FrameLog = { sent: [], received: [] };
  page.on("websocket", (socket: WebSocket) => {
    const keep = (list: string[]) => (frame: { payload: string | Buffer }) => {
      const text = String(frame.payload);
      if (text !== "ping" && text !== "pong") list.push(text);
    };
    socket.on("framesent", keep(log.sent));
    socket.on("framereceived", keep(log.received));
  });
  return log;
}
