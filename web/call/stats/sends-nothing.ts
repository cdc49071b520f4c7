/** Whether a sender is told to send nothing: nobody wants what it would send, or all take it by another way. */
export function sendsNothing(sender: RTCRtpSender | undefined): boolean {
  const encodings = sender?.getParameters().encodings ?? [];
  return encodings.length > 0 && encodings.every(({ active }) => !active);
}
