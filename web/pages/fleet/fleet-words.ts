import { t } from "../../language/translate.ts";

/** What the operator's page says. */
export const FLEET_WORDS = {
  page: t("Media nodes · Nearcast"),
  title: t("Media nodes"),
  token: t("Fleet token"),
  tokenHint: t("The Worker’s secret FLEET_TOKEN. This page forgets it when it is closed."),
  open: t("Show the fleet"),
  close: t("Forget the token"),
  nobody: t("No media node is registered."),
  silent: (areas: string) => t("No answer from: {areas}. Nodes there are not shown.", { areas }),
  total: (nodes: number, rooms: number, people: number) =>
    t("Nodes: {nodes} · rooms: {rooms} · people: {people}", { nodes, rooms, people }),
  node: t("Node"),
  state: t("State"),
  cpu: t("Processor"),
  consumers: t("Consumers"),
  rooms: t("Rooms"),
  people: t("People"),
  since: t("Since"),
  actions: t("Actions"),
  ready: t("Ready"),
  draining: t("Draining"),
  silentNode: t("Silent"),
  foreign: (version: number) => t("Other version: {version}", { version }),
  refusals: (refusals: number) => t("Not believed: {refusals}", { refusals }),
  cpuOf: (id: string) => t("Processor of {id}", { id }),
  consumersOf: (id: string) => t("Consumers of {id}", { id }),
  of: (used: number, capacity: number) => t("{used} of {capacity}", { used, capacity }),
  drain: t("Drain"),
  drainNode: (id: string) => t("Drain {id}", { id }),
  sureToDrain: (id: string) =>
    t("{id} takes no new rooms. Those that it has move to other nodes without a gap; then it ends.", { id }),
  remove: t("Remove"),
  removeNode: (id: string) => t("Remove {id}", { id }),
  sureToRemove: (id: string) =>
    t("{id} ends now. Its rooms move, which interrupts them for a moment.", { id }),
  show: t("Show rooms"),
  showRooms: (id: string) => t("Show rooms of {id}", { id }),
  roomsOf: (id: string) => t("Rooms of {id}", { id }),
  noRooms: t("No rooms."),
  inRoom: (people: number) => t("people: {people}", { people }),
} as const;
