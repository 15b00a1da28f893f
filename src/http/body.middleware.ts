import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { every } from "hono/combine";
import { AppError } from "#shared";
import type { AppEnv } from "./app-env.ts";

const KIB = 1024;
const sizeText = (kib: number): string => (kib % KIB === 0 ? `${kib / KIB} MiB` : `${kib} KiB`);

/** 413 above `kib` kibibytes, whether the length is announced or the body streams in. */
const limitBody = (kib: number): MiddlewareHandler<AppEnv> =>
  bodyLimit({
    maxSize: kib * KIB,
    onError: () => {
      throw new AppError("PAYLOAD_TOO_LARGE", `Body too large (limit ${sizeText(kib)})`);
    },
  });

export const contentType = (header: string | undefined): string =>
  (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

function requireContentType(types: readonly string[]): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!types.includes(contentType(c.req.header("Content-Type")))) {
      throw new AppError("UNSUPPORTED_MEDIA_TYPE", `Content-Type must be ${types.join(" or ")}`);
    }
    if (c.req.header("Content-Encoding") !== undefined) {
      throw new AppError("UNSUPPORTED_MEDIA_TYPE", "Content-Encoding is not supported: send plain");
    }
    await next();
  };
}

/** Refuses a body that is too large or of another type, before anything reads it. */
export const body = ({ kib = 64, types = ["application/json"] } = {}): MiddlewareHandler =>
  every(limitBody(kib), requireContentType(types));
