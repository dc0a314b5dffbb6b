import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import BuyerPasswordProvider from "./service";

export default ModuleProvider(Modules.AUTH, { services: [BuyerPasswordProvider] });
