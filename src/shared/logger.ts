type Field = string | number | boolean | null | undefined;

/** One JSON line per event. Events read `room.noun.verb-in-past`; values go in fields. */
export interface Logger {
  info(event: string, fields?: Record<string, Field>): void;
  error(event: string, fields?: Record<string, Field>): void;
}

/** The logger with fields that every one of its lines has. */
export const withFields = (logger: Logger, bound: Record<string, Field>): Logger => ({
  info: (event, fields) => logger.info(event, { ...bound, ...fields }),
  error: (event, fields) => logger.error(event, { ...bound, ...fields }),
});

const SECRETS = /alm_[0-9A-Za-z]+|[^\s"'<>@]+@[^\s"'<>@]+\.[a-z]{2,}/gi;

/** The last line of defence: callers pass no keys and no addresses, and none gets through. */
const withoutSecrets = (value: Field): Field =>
  typeof value === "string" ? value.replace(SECRETS, "[redacted]").slice(0, 500) : value;

export function createLogger(write: (line: string) => void): Logger {
  const log = (level: string, event: string, fields: Record<string, Field> = {}): void => {
    const safe = Object.entries(fields).map(([name, value]) => [name, withoutSecrets(value)]);
    write(JSON.stringify({ level, event, ...Object.fromEntries(safe) }));
  };
  return {
    info: (event, fields) => log("info", event, fields),
    error: (event, fields) => log("error", event, fields),
  };
}
