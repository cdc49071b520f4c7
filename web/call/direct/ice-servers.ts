/**
 * Where pages look for ways to each other besides their own networks' addresses. There is nowhere to look: who is behind
 * another router stays on the node.
 */
export const ICE_SERVERS: RTCIceServer[] = [];
