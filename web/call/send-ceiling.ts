import type { types } from "mediasoup-client";
import { withCeiling } from "./sdp.ts";

/** A ceiling on what a transport to the node may send, which can be negotiated at any time. */
export class SendCeiling {
  #kilobits: number | null = null;

  constructor({ handler }: types.Transport) {
    // mediasoup-client writes the node's answers itself, and takes nothing more to say in them.
    const connection: RTCPeerConnection = Reflect.get(handler, "_pc");
    const setAnswer = connection.setRemoteDescription.bind(connection);
    connection.setRemoteDescription = ({ type, sdp = "" }) =>
      setAnswer({ type, sdp: withCeiling(sdp, this.#kilobits) });
  }

  /**
   * Resolves when the browser has it. The node is not asked: the answer is made up by the page.
   *
   * @param producer one of pictures on this transport
   */
  async negotiate(kilobits: number | null, producer: types.Producer): Promise<void> {
    this.#kilobits = kilobits;
    // Changes nothing in what is sent, and negotiates, in its turn.
    await producer.setRtpEncodingParameters({});
  }
}
