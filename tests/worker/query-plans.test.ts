import { Client } from "@neondatabase/serverless";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as calls from "../../worker/db/calls.ts";
import * as challenges from "../../worker/db/challenges.ts";
import { type Database, database, type Statement } from "../../worker/db/client.ts";
import * as friends from "../../worker/db/friends.ts";
import * as identities from "../../worker/db/identities.ts";
import * as messages from "../../worker/db/messages.ts";
import * as notifications from "../../worker/db/notifications.ts";
import * as passkeys from "../../worker/db/passkeys.ts";
import * as tries from "../../worker/db/password-tries.ts";
import * as passwords from "../../worker/db/passwords.ts";
import * as rooms from "../../worker/db/rooms.ts";
import * as sessions from "../../worker/db/sessions.ts";
import * as users from "../../worker/db/users.ts";
import * as waysIn from "../../worker/db/ways-in.ts";
import { ownDatabase } from "./harness/database.ts";

/** The functions of a module that ask the database. */
type Queries<M> = {
  [F in keyof M as M[F] extends (sql: infer S, ...rest: never[]) => unknown
    ? unknown extends S
      ? never
      : S extends Database
        ? F
        : never
    : never]: () => Promise<unknown> | Statement | Statement[];
};

const now = Date.now();
const [user, other, id] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
const handle = `h${user.slice(0, 8)}`;
const pushTarget = {
  endpoint: "https://fcm.googleapis.com/fcm/send/x",
  keys: { p256dh: "B".repeat(87), auth: "A".repeat(22) },
};
const sql = database(ownDatabase);
const message = {
  messageId: id,
  seq: 1,
  participantId: id,
  authorId: id,
  name: "Ada",
  text: "Hi",
  files: [],
  at: now,
  version: 1,
  revision: 0,
  deleted: false,
  replyTo: null,
  reactions: [],
};
const passkey = { id, userId: user, publicKey: "key", counter: 0, transports: ["usb"], name: "Key" };
const identity = { issuer: "https://id.example", subject: id, name: null, label: "ada@id.example" };
const person = () => {
  const id = crypto.randomUUID();
  return { id, handle: `h${id.slice(0, 8)}` };
};
const people = { asked: person(), accepting: person(), refusing: person() };
const friendshipOf = async (userId: string): Promise<string> => {
  const [row] = await sql`SELECT id FROM friendships WHERE low_id = ${userId} OR high_id = ${userId}`;
  return String(row?.id);
};
const room = await rooms.createRoom(sql, {
  slug: `plans-${id.slice(0, 8)}`,
  title: "Plans",
  ownerId: user,
  settings: {
    access: "link",
    encrypted: false,
    rules: {} as never,
    lobby: "nobody",
    guests: true,
    locked: false,
    limit: 9,
    regions: null,
  },
});
if (!room) throw new Error("no room");

/** Every query that runs, once: a function of `worker/db` that is not here is an error of types. */
const QUERIES = {
  users: {
    reserveHandle: () => users.reserveHandle(sql, handle),
    insertUser: () =>
      [{ id: user, handle }, ...Object.values(people)].map((one) =>
        users.insertUser(sql, { ...one, name: "Ada", otherHandle: `${one.handle}_` }),
      ),
    userExists: () => users.userExists(sql, user),
    findAccount: () => users.findAccount(sql, user, id, now),
    handOver: () => users.handOver(sql, other, other),
    findPicture: () => users.findPicture(sql, user),
    changePicture: () => users.changePicture(sql, user, id),
    changeProfile: () => users.changeProfile(sql, user, { name: "Ada L." }),
    exportUser: () => users.exportUser(sql, user),
    deleteUser: () => users.deleteUser(sql, other),
  },
  sessions: {
    insertSession: () =>
      sessions.insertSession(sql, { id, userId: user, tokenHash: "a", userAgent: "", now }),
    deletePastSessions: () => sessions.deletePastSessions(sql, user, now),
    rotateSession: () => sessions.rotateSession(sql, { id, presentedHash: "a", nextHash: "b", now }),
    listSessions: () => sessions.listSessions(sql, user, id, now),
    endSession: () => sessions.endSession(sql, id, "b", now),
    revokeSession: () => sessions.revokeSession(sql, user, id, now),
  },
  passwords: {
    beginTry: () => passwords.beginTry(sql, `${id}@x.example`, id, now),
    insertPassword: () =>
      passwords.insertPassword(sql, { userId: user, email: `${id}@x.example`, hash: "hash" }),
    changePassword: () => passwords.changePassword(sql, { userId: user, hash: "hash", keptSession: id, now }),
    resetPassword: () =>
      passwords.resetPassword(sql, { userId: user, email: `${id}@x.example`, hash: "hash", now }),
    findUserByEmail: () => passwords.findUserByEmail(sql, `${id}@x.example`),
    changeEmail: () => passwords.changeEmail(sql, user, `${id}@y.example`),
  },
  tries: {
    countTry: () => tries.countTry(sql, id, now),
    addTry: () => tries.addTry(sql, id, now),
    endTries: () => tries.endTries(sql, id),
  },
  challenges: {
    insertChallenge: () => challenges.insertChallenge(sql, { id, data: {}, now, expiresAt: now }),
    takeChallenge: () => challenges.takeChallenge(sql, id, now),
  },
  passkeys: {
    insertPasskey: () => passkeys.insertPasskey(sql, passkey),
    findPasskey: () => passkeys.findPasskey(sql, id),
    passkeyIds: () => passkeys.passkeyIds(sql, user),
    usePasskey: () => passkeys.usePasskey(sql, id, 1, now),
  },
  identities: {
    insertIdentity: () => identities.insertIdentity(sql, user, "example", identity),
    findIdentity: () => identities.findIdentity(sql, identity),
  },
  waysIn: {
    listWaysIn: () => waysIn.listWaysIn(sql, user),
    removeWayIn: () => waysIn.removeWayIn(sql, user, { kind: "passkey", id }),
  },
  rooms: {
    createRoom: () => rooms.createRoom(sql, { ...room, slug: `${room.slug}-2` }),
    findRoom: () => rooms.findRoom(sql, room.slug),
    updateRoom: () => rooms.updateRoom(sql, { ...room, version: 1 }, null),
    noteVisit: () => rooms.noteVisit(sql, user, room.id, now),
    listRooms: () => rooms.listRooms(sql, user),
    forgetVisit: () => rooms.forgetVisit(sql, user, room.slug),
    changeSlug: () =>
      rooms.changeSlug(sql, { slug: `${room.slug}-2`, next: `${room.slug}-3`, ownerId: user }),
    deleteRoom: () => rooms.deleteRoom(sql, `${room.slug}-3`, user),
  },
  messages: {
    storeMessages: () => messages.storeMessages(sql, room.id, [message]),
    searchMessages: () => messages.searchMessages(sql, room.id, ["hi"], 10, 20),
    messagesBefore: () => messages.messagesBefore(sql, room.id, 10, 50),
  },
  friends: {
    listFriends: () => friends.listFriends(sql, user),
    findCircle: () => friends.findCircle(sql, user),
    askFriend: async () => {
      await friends.askFriend(sql, user, "nobody_at_all", now);
      await friends.askFriend(sql, user, people.asked.handle, now);
      await friends.askFriend(sql, people.asked.id, handle, now);
    },
    acceptFriend: async () => {
      await friends.askFriend(sql, user, people.accepting.handle, now);
      await friends.acceptFriend(sql, people.accepting.id, await friendshipOf(people.accepting.id), now);
    },
    removeFriend: async () => {
      await friends.askFriend(sql, user, people.refusing.handle, now);
      const of = await friendshipOf(people.refusing.id);
      await friends.removeFriend(sql, people.refusing.id, of, { blocks: true, now });
    },
    takeBackRequest: () => friends.takeBackRequest(sql, user, "nobody_at_all"),
    endBlock: () => friends.endBlock(sql, user, id),
    keepUnansweredOf: () => friends.keepUnansweredOf(sql, other),
  },
  calls: {
    startCall: () =>
      calls.startCall(sql, { callId: id, callerId: user, friendId: id, slug: `${room.slug}-4`, now }),
    noteAnswer: () => calls.noteAnswer(sql, id, "declined"),
    listCalls: () => calls.listCalls(sql, user),
  },
  notifications: {
    findNotificationSettings: () => notifications.findNotificationSettings(sql, user),
    changeNotificationSettings: () =>
      notifications.changeNotificationSettings(sql, user, { calls: true, mentions: true, quiet: null }),
    subscribe: () => notifications.subscribe(sql, id, pushTarget, now),
    unsubscribe: () => notifications.unsubscribe(sql, user, pushTarget.endpoint),
    findSubscriptions: () => notifications.findSubscriptions(sql, user, now),
    findMentioned: () => notifications.findMentioned(sql, room.id, [handle], other),
    deleteSubscriptions: () => notifications.deleteSubscriptions(sql, [id]),
  },
} satisfies {
  users: Queries<typeof users>;
  sessions: Queries<typeof sessions>;
  passwords: Queries<typeof passwords>;
  tries: Queries<typeof tries>;
  challenges: Queries<typeof challenges>;
  passkeys: Queries<typeof passkeys>;
  identities: Queries<typeof identities>;
  waysIn: Queries<typeof waysIn>;
  rooms: Queries<typeof rooms>;
  messages: Queries<typeof messages>;
  friends: Queries<typeof friends>;
  calls: Queries<typeof calls>;
  notifications: Queries<typeof notifications>;
};

interface Sent {
  readonly query: string;
  readonly params: unknown[];
}

let sent: Sent[] = [];
beforeEach(() => {
  const reach = globalThis.fetch;
  vi.stubGlobal("fetch", (address: RequestInfo, init?: RequestInit) => {
    const body: Sent | { queries: Sent[] } = JSON.parse(String(init?.body));
    sent.push(...("queries" in body ? body.queries : [body]));
    return reach(address, init);
  });
  const ask = Client.prototype.query;
  vi.spyOn(Client.prototype, "query").mockImplementation(function (this: Client, ...args: unknown[]) {
    const [query, params = []] = args as [string, unknown[]?];
    if (!/^(BEGIN|COMMIT)/.test(query)) sent.push({ query, params });
    return Reflect.apply(ask, this, args);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  sent = [];
});

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
}

/** Where PostgreSQL reads a whole table, or a whole index, although it was asked to do anything rather than that. */
function* wholeReads(plan: Plan): Iterable<string> {
  const { "Node Type": type, "Relation Name": table, "Index Name": index, "Index Cond": condition } = plan;
  if (type === "Seq Scan") yield `reads all of ${table}`;
  if (/^(Index|Index Only|Bitmap Index) Scan$/.test(type) && condition === undefined)
    yield `reads all of ${index}`;
  for (const part of plan.Plans ?? []) yield* wholeReads(part);
}

async function planOf({ query, params }: Sent): Promise<Plan> {
  const [, rows] = await sql.transaction([
    sql`SET LOCAL enable_seqscan = off`,
    sql.query(`EXPLAIN (FORMAT JSON) ${query}`, params),
  ]);
  const [row] = rows as [{ "QUERY PLAN": [{ Plan: Plan }] }];
  return row["QUERY PLAN"][0].Plan;
}

test.for(Object.entries(QUERIES))("every query of %s finds its rows by an index", async ([, queries]) => {
  for (const [name, ask] of Object.entries(queries)) {
    const asked = (ask as () => Promise<unknown> | Statement | Statement[])();
    if (Array.isArray(asked)) await sql.transaction(asked);
    else await asked;
    const queriesSent = sent;
    sent = [];
    expect(queriesSent.length, name).toBeGreaterThan(0);
    for (const one of queriesSent) {
      const found = [...wholeReads(await planOf(one))];
      expect({ name, found, query: found.length > 0 ? one.query : "" }).toEqual({
        name,
        found: [],
        query: "",
      });
    }
    sent = [];
  }
});

test("every foreign key has an index: to delete a row reads no whole table", async () => {
  const rows = await sql`
    SELECT conrelid::regclass::text AS table, conname AS name FROM pg_constraint AS c
    WHERE contype = 'f' AND NOT EXISTS (
      SELECT FROM pg_index AS i
      WHERE i.indrelid = c.conrelid
        AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) ~ '^\\(\\w+ IS NOT NULL\\)$')
        AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`;
  expect(rows).toEqual([]);
});
