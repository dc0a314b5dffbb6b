import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import {
  betweenBody,
  callOffBody,
  cyclesQuery,
  extendBody,
  newCycleBody,
  nothing,
  saveCycleBody,
  versionBody,
} from "./validators";

export const cycleMiddlewares: MiddlewareRoute[] = [
  reads("/desk/cycles", cyclesQuery),
  takes("/desk/cycles", newCycleBody),
  reads("/desk/cycles/:id", nothing),
  takes("/desk/cycles/:id", saveCycleBody),
  takes("/desk/cycles/:id/publish", versionBody),
  takes("/desk/cycles/:id/drop", versionBody),
  takes("/desk/cycles/:id/call-off", callOffBody),
  takes("/desk/cycles/:id/extend", extendBody),
  takes("/desk/cycles/:id/between", betweenBody),
  reads("/desk/cycle-goods", nothing),
];
