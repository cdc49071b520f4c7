/** A server that is put under load: Nearcast, or what it is held against. */
export interface Target {
  /** The process whose CPU time counts. */
  readonly pid: number;
  /** What has to be so before anybody joins a room; it is not counted. */
  prepare(room: number): Promise<void>;
  socketUrl(room: number): string;
  /** A newcomer's first item, as a page would send it, without the request's id. */
  joinItem(room: number, name: string): Promise<object>;
}
