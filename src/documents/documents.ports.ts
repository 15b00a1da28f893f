import type { RateLimits } from "#http";
import type { TenancyDeps } from "#tenancy";
import type { Format } from "./document.ts";
import type { Failure } from "./document-error.ts";
import type { Cover } from "./formats/format.ts";
import type { DocumentGenerator } from "./generator.ts";
import type { Claimed, Seed } from "./queue/queue.machine.ts";
import type { DocumentMessage } from "./documents.messages.ts";
import type { WebhooksDeps } from "./webhooks/webhooks.ports.ts";

/** A document that is this worker's for the time of its lease. */
export interface Claim extends Claimed {
  run: number;
}

/** What a queue object does. Every command may safely be repeated. */
export interface QueueCommands {
  /** Takes documents in; those that it knows stay as they are. */
  enqueue(seeds: readonly Seed[]): Promise<void>;
  /** The first document in order that may be worked on now. */
  claim(): Promise<Claim | null>;
  /** Renews the lease. @returns false when the claim holds no more: stop, and remove what you wrote. */
  report(claimed: Claimed, progress: number): Promise<boolean>;
  fail(claimed: Claimed, failure: Failure): Promise<boolean>;
  /** To be called when D1 shows the document completed. */
  complete(claimed: Claimed): Promise<void>;
  /** @returns whether D1 now shows it cancelled. */
  cancel(seed: Seed): Promise<boolean>;
  forget(tenantId: string, documentId: string, run: number): Promise<void>;
  /** Whether it is there. */
  ping(): Promise<void>;
}

/** The object of a queue. */
export type Queues = (name: string) => QueueCommands;

export interface FileEntry {
  key: string;
  /** In milliseconds. */
  uploadedAt: number;
}

/** Files of documents. Keys are of one attempt and are never written twice with other bytes. */
export interface FileStore {
  read(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** A part of a file, or all of it; null when it is not there. */
  open(key: string, range?: { offset: number; length: number }): Promise<ReadableStream | null>;
  write(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /**
   * Writes a file that is never written again; the store checks the digest.
   * @param sha256 hex
   * @returns what is there: of two that come at once the first stays.
   */
  writeOnce(
    key: string,
    bytes: Uint8Array,
    contentType: string,
    sha256: string,
  ): Promise<{ sha256: string; size: number }>;
  /** A page of what begins with `prefix`, in order of keys; `cursor` is null after the last. */
  list(prefix: string, cursor?: string): Promise<{ files: FileEntry[]; cursor: string | null }>;
  remove(keys: readonly string[]): Promise<void>;
}

/** Makes the file of a format from the stored markdown. @throws DocumentError */
export type RenderFormat = (
  markdown: string,
  cover: Cover,
  format: Exclude<Format, "md">,
) => Promise<Uint8Array>;

export interface DocumentsSettings {
  /** Documents at once. */
  workers: number;
  /** How long a worker may be silent before its document is another's. */
  leaseMs: number;
  retentionDays: number;
  /** Whether an AI template without parameters takes description or title as its query. */
  lenientParameters: boolean;
  /** What the service cannot do its whole work without, as far as it is configured. */
  equipped: { renderer: boolean; dataKey: boolean };
}

export interface DocumentsDeps extends TenancyDeps, WebhooksDeps {
  rateLimits: RateLimits;
  queues: Queues;
  files: FileStore;
  sendDocumentMessage(message: DocumentMessage): Promise<void>;
  renderFormat: RenderFormat;
  /** By `generator_class`. */
  generators: Readonly<Record<string, DocumentGenerator>>;
  documents: DocumentsSettings;
}
