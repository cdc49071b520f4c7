import { describe, expect, it } from "vitest";
import { roleMay } from "./permissions.ts";

describe("roleMay", () => {
  it("lets everybody chat and viewers only that", () => {
    expect(roleMay("viewer", "chat")).toBe(true);
    expect(roleMay("viewer", "publish")).toBe(false);
    expect(roleMay("participant", "publish")).toBe(true);
  });

  it("lets moderators mute and stop anybody but the owner", () => {
    expect(roleMay("moderator", "mute-others", "participant")).toBe(true);
    expect(roleMay("moderator", "stop-others", "moderator")).toBe(true);
    expect(roleMay("moderator", "stop-others", "owner")).toBe(false);
    expect(roleMay("participant", "mute-others", "viewer")).toBe(false);
  });

  it("leaves roles to the owner", () => {
    expect(roleMay("owner", "set-roles", "moderator")).toBe(true);
    expect(roleMay("moderator", "set-roles", "participant")).toBe(false);
  });
});
