import { Module } from "@medusajs/framework/utils";
import VillageService from "./service";

export const VILLAGE_MODULE = "village";

export default Module(VILLAGE_MODULE, { service: VillageService });
