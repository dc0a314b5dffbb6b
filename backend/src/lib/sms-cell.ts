/** Which row a sealed reply of a household belongs to (see cipher.ts). */
export const smsCell = (event_id: string): string => `webhook_inbox:sms:${event_id}`;
