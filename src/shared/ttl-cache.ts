/** Answers kept in isolate memory for a while. The oldest entry goes when it is full. */
export interface TtlCache<V> {
  get(key: string, now: number): V | undefined;
  set(key: string, value: V, now: number): void;
  /** Forgets the entries whose value fits. */
  drop(fits: (value: V) => boolean): void;
}

export function createTtlCache<V>(ttlMs: number, capacity = 5_000): TtlCache<V> {
  const entries = new Map<string, { value: V; until: number }>();
  return {
    get(key, now) {
      const entry = entries.get(key);
      return entry && now < entry.until ? entry.value : undefined;
    },
    set(key, value, now) {
      entries.delete(key);
      if (entries.size >= capacity) {
        const [oldest] = entries.keys();
        if (oldest !== undefined) entries.delete(oldest);
      }
      entries.set(key, { value, until: now + ttlMs });
    },
    drop(fits) {
      for (const [key, { value }] of entries) if (fits(value)) entries.delete(key);
    },
  };
}
