import { parentPort, workerData } from "node:worker_threads";
import { answerTo, type PlannerTask } from "./planner-task";

/** What runs in the planner's thread: one task, one answer. */
parentPort?.postMessage(answerTo(workerData as PlannerTask));
