export interface Ids {
  /** A random UUID v4. */
  uuid(): string;
}

export const systemIds: Ids = { uuid: () => crypto.randomUUID() };
