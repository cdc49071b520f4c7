import { app } from "./app.ts";

// biome-ignore lint/performance/noBarrelFile: the platform finds the classes of Durable Objects here
export { RegistryObject } from "./registry/RegistryObject.ts";
export { RoomObject } from "./room/RoomObject.ts";
export { UserObject } from "./user/UserObject.ts";
export default app;
