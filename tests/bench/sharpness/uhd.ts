/** A shared window at 2160p, in pixels. */
export const UHD = { width: 3840, height: 2160 } as const;

/** Small, so that comparing takes little of the time that decoding needs; in the middle, where a key frame is as coarse as elsewhere. */
export const UHD_AREA = { left: 1680, top: 960, width: 480, height: 240 } as const;
