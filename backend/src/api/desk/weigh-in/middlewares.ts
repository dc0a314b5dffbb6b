import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads as get, takes as post, takesPicture, validBody } from "../../validated";
import { MAX_FILE_BYTES, scaleFileBody } from "../scale-files/validators";
import { noQuery } from "../validators";
import {
  containerBody,
  correctionBody,
  correctionsQuery,
  cullBody,
  cullsQuery,
  dayPriceBody,
  dayPricesQuery,
  deductionRuleBody,
  explainBody,
  logObjectionBody,
  nothing,
  objectionsQuery,
  printQuery,
  scaleBody,
  weighInQuery,
} from "./validators";

/** Everything round the weighing place: its tables, tickets, corrections and objections. */
export const weighInMiddlewares: MiddlewareRoute[] = [
  get("/desk/weigh-in", weighInQuery),
  get("/desk/day-prices", dayPricesQuery),
  post("/desk/day-prices", dayPriceBody),
  get("/desk/deduction-rules", noQuery),
  post("/desk/deduction-rules", deductionRuleBody),
  post("/desk/equipment/containers", containerBody),
  post("/desk/equipment/scales", scaleBody),
  get("/desk/culls", cullsQuery),
  post("/desk/culls", cullBody),
  get("/desk/lots/:id/ticket", noQuery),
  get("/desk/lots/:id/ticket/print", printQuery),
  takesPicture("/desk/lots/:id/photos"),
  post("/desk/lots/:id/objections", logObjectionBody),
  post("/desk/lots/:id/corrections", correctionBody),
  {
    matcher: "/desk/scale-files",
    methods: ["POST"],
    // JSON doubles what it must escape.
    bodyParser: { sizeLimit: 2 * MAX_FILE_BYTES },
    middlewares: [validBody(scaleFileBody)],
  },
  get("/desk/objections", objectionsQuery),
  post("/desk/objections/:id/explain", explainBody),
  get("/desk/corrections", correctionsQuery),
  post("/desk/corrections/:id/sign", nothing),
  post("/desk/corrections/:id/drop", nothing),
];
