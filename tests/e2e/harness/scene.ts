import { afterAll, afterEach, beforeAll } from "vitest";
import { joinRoom, type Person, welcome } from "./browser.ts";
import { Browsers } from "./browsers.ts";
import { type LocalStack, type LocalStackOptions, startLocalStack } from "./local-stack.ts";
import { beforeSecondTry } from "./second-try.ts";

/** A test file's stage: a stack that runs for all of its tests, and people who are gone after each. */
export interface Scene {
  readonly stack: LocalStack["stack"];
  /** The address of a room. */
  room(slug: string): string;
  /** A person with a browser of their own, who is nowhere yet. */
  open(name: string, flags?: readonly string[]): Promise<Person>;
  /** A person with a Firefox of their own, who is nowhere yet. @param display where its windows are */
  openFirefox(name: string, display?: string): Promise<Person>;
  /** A person who has joined a room. */
  arrive(name: string, slug: string): Promise<Person>;
  /** Ends everything and starts it again on what it has stored. */
  restart(): Promise<void>;
}

/** Sets the scene; call it once, at the top of a test file. @param options of the stack, or what prepares them */
export function setScene(options: LocalStackOptions | (() => Promise<LocalStackOptions>) = {}): Scene {
  let local: LocalStack;
  const browsers = new Browsers();
  beforeAll(async () => {
    local = await startLocalStack(typeof options === "function" ? await options() : options);
  });
  beforeSecondTry(async () => {
    local = await local.renew();
  });
  afterEach(({ task }) => browsers.empty(task.result?.state === "fail"));
  afterAll(async () => {
    await browsers.close();
    await local?.close();
  });
  const scene: Scene = {
    get stack() {
      return local.stack;
    },
    room: (slug) => `${local.stack.url}/r/${slug}`,
    open: async (name, flags) => welcome(await browsers.take(flags), name),
    openFirefox: async (name, display) => welcome(await browsers.takeFirefox(display), name),
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
