import { Module } from "@medusajs/framework/utils";
import CycleService from "./service";

export const CYCLE_MODULE = "cycle";

export default Module(CYCLE_MODULE, { service: CycleService });
