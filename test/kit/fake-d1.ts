/** A database that has only what a test lets it be asked: the one place that says so to the types. */
export const fakeD1 = (parts: object): D1Database => parts as unknown as D1Database;
