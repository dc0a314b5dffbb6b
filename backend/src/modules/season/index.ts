import { Module } from "@medusajs/framework/utils";
import SeasonService from "./service";

export const SEASON_MODULE = "season";

export default Module(SEASON_MODULE, { service: SeasonService });
