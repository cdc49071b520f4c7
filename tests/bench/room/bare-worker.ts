import { BareRoom } from "./bare-room.ts";

/** What workerd has beyond the web's own types, as far as it is used here. */
declare const WebSocketPair: new () => { 0: WebSocket; 1: WebSocket };
interface State {
  acceptWebSocket(socket: WebSocket): void;
}
interface Env {
  readonly BARE_MEDIA: string;
  readonly ROOMS: {
    idFromName(name: string): object;
    get(id: object): { fetch(request: Request): Promise<Response> };
  };
}

/** Bare rooms in Durable Objects: the runtime that Nearcast's have, with hibernation, and nothing else of them. */
export class BareObject {
  readonly #state: State;
  readonly #room: BareRoom<WebSocket>;

  constructor(state: State, env: Env) {
    this.#state = state;
    this.#room = new BareRoom(JSON.parse(env.BARE_MEDIA), (sockets, frame) => {
      for (const socket of sockets) socket.send(frame);
    });
  }

  fetch(): Response {
    const pair = new WebSocketPair();
    this.#state.acceptWebSocket(pair[1]);
    return new Response(null, { status: 101, webSocket: pair[0] } as ResponseInit);
  }

  webSocketMessage(socket: WebSocket, frame: string): void {
    this.#room.hear(socket, frame);
  }

  webSocketClose(socket: WebSocket): void {
    socket.close();
    this.#room.closed(socket);
  }
}

export default {
  fetch(request: Request, env: Env): Promise<Response> | Response {
    const { pathname } = new URL(request.url);
    if (request.headers.get("Upgrade") !== "websocket") return new Response("ok");
    return env.ROOMS.get(env.ROOMS.idFromName(pathname)).fetch(request);
  },
};
