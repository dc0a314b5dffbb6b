import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads } from "../../validated";
import { keyQuery } from "../preorders/validators";

/** What somebody sees to whom a company sends something. */
export const addresseeMiddlewares: MiddlewareRoute[] = [reads("/store/addressees/:id", keyQuery)];
