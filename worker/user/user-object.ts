import type { Env } from "../env.ts";
import { errorText, log } from "../log.ts";
import type { UserObject } from "./UserObject.ts";

const TRIES = 3;

/** The object of somebody with an account. */
export function userObject(env: Env, userId: string): DurableObjectStub<UserObject> {
  return env.USERS.get(env.USERS.idFromName(userId));
}

/**
 * Has somebody's object hear of what has changed in the database. It is tried a few times, and what fails then is logged: the
 * object asks the database when its person comes again.
 */
export async function tellUser(
  env: Env,
  userId: string,
  tell: (user: DurableObjectStub<UserObject>) => Promise<void>,
): Promise<void> {
  for (let left = TRIES - 1; left >= 0; left -= 1) {
    try {
      return await tell(userObject(env, userId));
    } catch (error) {
      if (left === 0) log({ event: "user-not-told", userId, error: errorText(error) });
    }
  }
}
