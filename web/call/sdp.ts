/** Parameters of a codec, as in an SDP's `a=fmtp` line (RFC 8866 §6.15). */
export type CodecParameters = Readonly<Record<string, string | number>>;

/** Sections that a description may have: a page's streams, those that have ended, and the data channel. */
const MAX_SECTIONS = 24;

const DEPENDENCY_DESCRIPTOR =
  "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

/** Whether a description has so few sections that a browser takes no harm from it. */
export function isReasonable(sdp: string): boolean {
  return sdp.split(/\r?\nm=/, MAX_SECTIONS + 2).length <= MAX_SECTIONS + 1;
}

/** The description with these parameters of a codec in one section, which is named by its mid. */
export function withParameters(sdp: string, mid: string, codec: string, parameters: CodecParameters): string {
  return mapSections(sdp, (section) =>
    section.some((line) => line === `a=mid:${mid}`) ? setParameters(section, codec, parameters) : section,
  );
}

/** The description with these parameters of a codec wherever it has it. */
export function withParametersOf(sdp: string, codec: string, parameters: CodecParameters): string {
  return mapSections(sdp, (section) => setParameters(section, codec, parameters));
}

/**
 * The description without what it says of codecs that its sections do not have. Firefox leaves that behind where codecs are
 * preferred, and Chromium takes no such description (https://github.com/twilio/twilio-video.js/pull/2190).
 */
export function withoutStrayCodecs(sdp: string): string {
  return mapSections(sdp, (section) => {
    // m=<media> <port> <protocol> <format>… (RFC 8866, section 5.14)
    const formats = new Set(section[0]?.split(" ").slice(3));
    return section.filter((line) => {
      const [, format] = line.match(/^a=(?:rtpmap|fmtp|rtcp-fb):(\S+) /) ?? [];
      return format === undefined || format === "*" || formats.has(format);
    });
  });
}

/**
 * The description without the header extension that says which frame needs which. Nobody leaves frames out between two pages, and
 * where packets are lost, Chromium shows fewer frames with it than without (https://github.com/versatica/mediasoup/issues/1536).
 */
export function withoutLayers(sdp: string): string {
  return mapSections(sdp, (section) => section.filter((line) => !line.endsWith(DEPENDENCY_DESCRIPTOR)));
}

/**
 * The description with a ceiling on what may be sent to whoever wrote it, in kbit/s (`b=AS`, RFC 8866 §5.8); without one where it is
 * null. It is in the sections of pictures, where browsers take it for all that the connection sends.
 */
export function withCeiling(sdp: string, kilobits: number | null): string {
  const ceiling = kilobits === null ? [] : [`b=AS:${kilobits}`];
  return mapSections(sdp, (section) => {
    if (!section[0]?.startsWith("m=video ")) return section;
    const rest = section.filter((line) => !line.startsWith("b=AS:"));
    // m=, then i= and c=, then b= (RFC 8866 §9)
    const at = rest.findIndex((line) => !/^[mic]=/.test(line));
    return rest.toSpliced(at === -1 ? rest.length : at, 0, ...ceiling);
  });
}

/** The description with each of its sections changed; a section is its lines, the first of which says of what it is. */
export function mapSections(sdp: string, change: (section: readonly string[]) => readonly string[]): string {
  return sdp
    .split(/\r?\n(?=m=)/)
    .map((section) => change(section.split(/\r?\n/)).join("\r\n"))
    .join("\r\n");
}

function setParameters(
  section: readonly string[],
  codec: string,
  wanted: CodecParameters,
): readonly string[] {
  const payloadTypes = section.flatMap((line) => {
    const [, payloadType, name] = line.match(/^a=rtpmap:(\d+) ([^/]+)\//) ?? [];
    return payloadType !== undefined && name?.toLowerCase() === codec.toLowerCase() ? [payloadType] : [];
  });
  return payloadTypes.reduce((lines, payloadType) => setOne(lines, payloadType, wanted), section);
}

function setOne(section: readonly string[], payloadType: string, wanted: CodecParameters): readonly string[] {
  const prefix = `a=fmtp:${payloadType} `;
  const old = section.find((line) => line.startsWith(prefix))?.slice(prefix.length) ?? "";
  const entries = old.split(";").flatMap((part): [string, string][] => {
    const [name = "", value = ""] = part.trim().split("=", 2);
    return name === "" ? [] : [[name, value]];
  });
  const all = Object.entries({ ...Object.fromEntries(entries), ...wanted });
  const line = prefix + all.map(([name, value]) => (value === "" ? name : `${name}=${value}`)).join(";");
  const rest = section.filter((each) => !each.startsWith(prefix));
  const at = rest.findIndex((each) => each.startsWith(`a=rtpmap:${payloadType} `));
  return rest.toSpliced(at + 1, 0, line);
}
