/** What is captured of the shared window, by Nearcast and by its peer. */
export interface Track {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}
