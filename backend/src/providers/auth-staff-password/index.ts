import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import StaffPasswordProvider from "./service";

export default ModuleProvider(Modules.AUTH, { services: [StaffPasswordProvider] });
