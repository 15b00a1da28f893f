import type { Outcome } from "./delivery.machine.ts";
import type { WebhooksDeps } from "./webhooks.ports.ts";

const DEADLINE_MS = 10_000;

/** One event in the hands of a receiver: the same id for every attempt. */
export interface Event {
  id: string;
  /** JSON, as it is signed and sent. */
  body: string;
  at: number;
}

/** Headers of Standard Webhooks: v1 is HMAC-SHA-256 of `id.timestamp.body` under the secret's bytes. */
export async function signedHeaders(secret: string, { id, body, at }: Event) {
  const { Webhook } = await import("standardwebhooks");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1_000)),
    "webhook-signature": new Webhook(secret).sign(id, new Date(at), body),
  };
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.name === "TimeoutError";

/** Sends a signed event. A redirect is an answer like any other: it may lead anywhere. */
export async function callWebhook(
  send: WebhooksDeps["fetch"],
  url: string,
  secret: string,
  event: Event,
): Promise<Outcome> {
  const signed = await signedHeaders(secret, event);
  try {
    const response = await send(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "User-Agent": "Almanac", ...signed },
      body: event.body,
      redirect: "manual",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    await response.body?.cancel();
    return { kind: "answered", status: response.status };
  } catch (error) {
    const what = isTimeout(error) ? "No answer within 10 seconds" : "No connection";
    return { kind: "unanswered", error: what };
  }
}
