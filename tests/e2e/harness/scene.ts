import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { joinRoom, openPerson, type Person } from "./browser.ts";
import { type LocalStack, type LocalStackOptions, startLocalStack } from "./local-stack.ts";

/** A test file's stage: a stack that runs for all of its tests, and people whose browsers close after each. */
export interface Scene {
  readonly stack: LocalStack["stack"];
  /** The address of a room. */
  room(slug: string): string;
  /** A person with a browser of their own, who is nowhere yet. */
  open(name: string, flags?: readonly string[]): Promise<Person>;
  /** A person who has joined a room. */
  arrive(name: string, slug: string): Promise<Person>;
  /** Ends everything and starts it again on what it has stored. */
  restart(): Promise<void>;
}

/** Sets the scene; call it once, at the top of a test file. @param options of the stack, or what prepares them */
export function setScene(options: LocalStackOptions | (() => Promise<LocalStackOptions>) = {}): Scene {
  let local: LocalStack;
  let people: Person[] = [];
  beforeAll(async () => {
    local = await startLocalStack(typeof options === "function" ? await options() : options);
  });
  let last: string | null = null;
  beforeEach(async ({ task }) => {
    // What is tried again finds its rooms as it did before: nobody has made them, and who comes first is their owner.
    if (task.id === last) await forgetRooms(local.stack.databaseUrl);
    last = task.id;
  });
  afterEach(async () => {
    await Promise.all(people.map(({ browser }) => browser.close()));
    people = [];
  });
  afterAll(async () => {
    await local?.close();
  });
  const scene: Scene = {
    get stack() {
      return local.stack;
    },
    room: (slug) => `${local.stack.url}/r/${slug}`,
    open: async (name, flags) => {
      const person = await openPerson(name, flags);
      people.push(person);
      return person;
    },
    arrive: async (name, slug) => {
      const person = await scene.open(name);
      await joinRoom(person, scene.room(slug));
      return person;
    },
    restart: async () => {
      local = await local.restart();
    },
  };
  return scene;
}

async function forgetRooms(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("DELETE FROM rooms");
  } finally {
    await client.end();
  }
}
