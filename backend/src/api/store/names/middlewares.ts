import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads } from "../../validated";
import { namesQuery } from "./validators";

export const namesMiddlewares: MiddlewareRoute[] = [reads("/store/names", namesQuery)];
