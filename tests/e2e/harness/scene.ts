import { afterAll, afterEach, beforeAll } from "vitest";
import type { Stack } from "../../../scripts/local/stack.ts";
import { joinRoom, type Person, welcome } from "./browser.ts";
import { Browsers } from "./browsers.ts";
import { type LocalStack, type LocalStackOptions, startLocalStack } from "./local-stack.ts";
import { beforeSecondTry } from "./second-try.ts";
import { giveBackStack, type SharedStack, takeStack } from "./shared-stack.ts";

/** A test file's stage: a stack that runs for all of its tests, and people who are gone after each. */
export interface Scene {
  readonly stack: SharedStack;
  /** The address of a room. */
  room(slug: string): string;
  /** A person with a browser of their own, who is nowhere yet. */
  open(name: string, flags?: readonly string[]): Promise<Person>;
  /** A person with a Firefox of their own, who is nowhere yet. @param display where its windows are */
  openFirefox(name: string, display?: string): Promise<Person>;
  /** A person who has joined a room. */
  arrive(name: string, slug: string): Promise<Person>;
}

/** One whose stack is the file's own, which may do with it what it likes. */
export interface OwnScene extends Scene {
  readonly stack: Stack;
  /** Ends everything and starts it again on what it has stored. */
  restart(): Promise<void>;
}

/** Where a scene is set. */
interface Ground {
  readonly stack: SharedStack;
  begin(): Promise<void>;
  /** Has a stack that nobody has had. */
  renew(): Promise<void>;
  /** @param isSuspect a test has failed */
  end(isSuspect: boolean): Promise<void>;
}

/**
 * Sets the scene on a stack that other files have had before and will have later, and nobody else has meanwhile: rooms and people need
 * names of their own. Call it once, at the top of a test file.
 */
export function setScene(): Scene {
  let stack: SharedStack | undefined;
  const ground: Ground = {
    get stack() {
      if (stack === undefined) throw new Error("The scene is set before the first test.");
      return stack;
    },
    begin: async () => {
      stack = await takeStack();
    },
    renew: async () => {
      await ground.end(true);
      stack = await takeStack({ isNew: true });
    },
    end: async (isSuspect) => {
      if (stack !== undefined) await giveBackStack(stack, isSuspect);
    },
  };
  return setOn(ground);
}

/**
 * Sets the scene on a stack of the file's own. Call it once, at the top of a test file.
 *
 * @param options of the stack, or what prepares them
 */
export function setOwnScene(options: LocalStackOptions | (() => Promise<LocalStackOptions>) = {}): OwnScene {
  let local: LocalStack;
  const ground = {
    get stack() {
      return local.stack;
    },
    begin: async () => {
      local = await startLocalStack(typeof options === "function" ? await options() : options);
    },
    renew: async () => {
      local = await local.renew();
    },
    end: () => local?.close(),
  };
  return Object.assign(setOn(ground), {
    restart: async () => {
      local = await local.restart();
    },
  });
}

function setOn<G extends Ground>(ground: G): Scene & { readonly stack: G["stack"] } {
  const browsers = new Browsers();
  let isSuspect = false;
  beforeAll(() => ground.begin());
  beforeSecondTry(async () => {
    await ground.renew();
    isSuspect = false;
  });
  afterEach(({ task }) => {
    isSuspect ||= task.result?.state === "fail";
    return browsers.empty(task.result?.state === "fail");
  });
  afterAll(async () => {
    await browsers.close();
    await ground.end(isSuspect);
  });
  const room = (slug: string): string => `${ground.stack.url}/r/${slug}`;
  const open = async (name: string, flags?: readonly string[]): Promise<Person> =>
    welcome(await browsers.take(flags), name);
  return {
    get stack(): G["stack"] {
      return ground.stack;
    },
    room,
    open,
    openFirefox: async (name, display) => welcome(await browsers.takeFirefox(display), name),
    arrive: async (name, slug) => {
      const person = await open(name);
      await joinRoom(person, room(slug));
      return person;
    },
  };
}
