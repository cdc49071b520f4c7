import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import type { FleetRooms } from "../../protocol/fleet.ts";
import { nodeIdSchema } from "../../protocol/ids.ts";
import { operatorOnly } from "../auth/operator.ts";
import { type Env, readConfig } from "../env.ts";
import { drainNode, fleetNode, fleetNodes, removeNode, roomsOfNode } from "../registry/fleet.ts";
import { fleetMetrics } from "../registry/fleet-metrics.ts";
import { fleetReport } from "../registry/fleet-wanted.ts";
import { refuse } from "./answers.ts";

const fresh = createMiddleware(async (context, next) => {
  await next();
  context.header("Cache-Control", "no-store");
});

const report = (env: Env) => fleetReport(env, readConfig(env).scaling, Date.now());

/**
 * For operators: `GET /nodes` and `GET /nodes/:id` say what there is, `POST /nodes/:id/drain` has a node end when its rooms have
 * moved away, `DELETE /nodes/:id` has it end now, and `GET /rooms?node=<id>` says which rooms it serves. `GET /wanted` says how many
 * nodes each region wants, and `GET /metrics` says it to Prometheus, and how nodes behave.
 */
export const fleet = new Hono<{ Bindings: Env }>()
  .use(operatorOnly, fresh)
  .get("/wanted", async ({ env, json }) => json((await report(env)).wanted))
  .get("/metrics", async ({ env, text }) =>
    text(fleetMetrics(await report(env)), 200, {
      "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
    }),
  )
  .get("/nodes", async (context) => context.json(await fleetNodes(context.env)))
  .get("/nodes/:id", async (context) => {
    const node = await fleetNode(context.env, context.req.param("id"));
    return node ? context.json(node) : refuse(context, 404, "node_not_found");
  })
  .post("/nodes/:id/drain", async (context) => {
    const isThere = await drainNode(context.env, context.req.param("id"));
    return isThere ? context.json({}, 202) : refuse(context, 404, "node_not_found");
  })
  .delete("/nodes/:id", async (context) => {
    const isThere = await removeNode(context.env, context.req.param("id"));
    return isThere ? context.json({}) : refuse(context, 404, "node_not_found");
  })
  .get("/rooms", async (context) => {
    const nodeId = v.safeParse(nodeIdSchema, context.req.query("node"));
    if (!nodeId.success) return refuse(context, 400, "bad_request", "`node` is a media node's name.");
    const rooms = await roomsOfNode(context.env, nodeId.output);
    return rooms ? context.json({ rooms } satisfies FleetRooms) : refuse(context, 404, "node_not_found");
  });
