import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import CardPinProvider from "./service";

export default ModuleProvider(Modules.AUTH, { services: [CardPinProvider] });
