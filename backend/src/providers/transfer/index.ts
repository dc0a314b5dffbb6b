import { ModuleProvider, Modules } from "@medusajs/framework/utils";
import TransferService from "./service";

export default ModuleProvider(Modules.PAYMENT, { services: [TransferService] });
