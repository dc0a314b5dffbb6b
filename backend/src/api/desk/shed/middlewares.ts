import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody, validQuery } from "../../validated";
import { noQuery } from "../validators";
import {
  addBody,
  arrivalBody,
  boardQuery,
  checkBody,
  handoverQuery,
  handoversQuery,
  noBody,
  packBody,
  paperBody,
  policyBody,
  regroupBody,
  regroupPreviewBody,
  relabelBody,
  scanQuery,
  takeOutBody,
  waitingQuery,
  waveBody,
  waveQuery,
  wavesQuery,
} from "./validators";

const get = (matcher: string, schema: Parameters<typeof validQuery>[0]): MiddlewareRoute => ({
  matcher,
  methods: ["GET"],
  middlewares: [validQuery(schema)],
});
const post = (matcher: string, schema: Parameters<typeof validBody>[0]): MiddlewareRoute => ({
  matcher,
  methods: ["POST"],
  middlewares: [validBody(schema)],
});

/** The packing shed: waves, packing by scan, labels, papers, handovers. */
export const shedMiddlewares: MiddlewareRoute[] = [
  get("/desk/waves", wavesQuery),
  post("/desk/waves", waveBody),
  get("/desk/wave-orders", waitingQuery),
  get("/desk/waves/:id", waveQuery),
  get("/desk/waves/:id/pick-list", noQuery),
  post("/desk/waves/:id/add", addBody),
  post("/desk/waves/:id/take-out", takeOutBody),
  post("/desk/waves/:id/close", noBody),
  get("/desk/scan", scanQuery),
  get("/desk/parcels/:id/packing", noQuery),
  post("/desk/parcels/:id/checks", checkBody),
  post("/desk/parcels/:id/pack", packBody),
  post("/desk/parcels/:id/relabel", relabelBody),
  get("/desk/parcels/:id/label", noQuery),
  post("/desk/regroups", regroupBody),
  post("/desk/regroups/preview", regroupPreviewBody),
  get("/desk/board", boardQuery),
  get("/desk/plans", noQuery),
  post("/desk/orders/:id/plan", noBody),
  post("/desk/papers", paperBody),
  get("/desk/papers/:id", noQuery),
  get("/desk/papers/:id/file", noQuery),
  get("/desk/handovers", handoversQuery),
  get("/desk/handovers/:id", handoverQuery),
  post("/desk/parcels/:id/arrival", arrivalBody),
  post("/desk/handovers/:id/arrival", arrivalBody),
  get("/desk/packing-policy", noQuery),
  post("/desk/packing-policy", policyBody),
];
