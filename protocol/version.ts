/** The wire's version: raised by every change of a message. `version.test.ts` fails when the wire changes and this does not. */
export const PROTOCOL_VERSION = 1;
