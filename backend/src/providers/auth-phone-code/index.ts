import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import PhoneCodeProvider from "./service";

export default ModuleProvider(Modules.AUTH, { services: [PhoneCodeProvider] });
