import { model } from "@medusajs/framework/utils";

/** Read-only view for query.graph; rows are written by `append` and the service's SQL. */
const OutboxMessage = model.define("outbox_message", {
  id: model.id().primaryKey(),
  job: model.text(),
  payload: model.json(),
  due_at: model.dateTime(),
  enqueued_at: model.dateTime().nullable(),
  done_at: model.dateTime().nullable(),
  dead_at: model.dateTime().nullable(),
  last_error: model.text().nullable(),
});

export default OutboxMessage;
