import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads } from "../../validated";
import { produceQuery } from "./validators";

export const produceMiddlewares: MiddlewareRoute[] = [reads("/store/produce", produceQuery)];
