import { describe, expect, it } from "vitest";
import { documentsSettings, writingSettings } from "#documents";
import { compose } from "../../src/composition.ts";
import { env } from "cloudflare:test";

const BYTES = Uint8Array.from({ length: 32 }, (_, at) => 255 - at);
const settings = (more: object) => {
  const variables = { ...env, DOCUMENTS_DATA_KEY: "", ...more };
  return { ...documentsSettings(variables), ...writingSettings(variables) };
};

describe("the data key", () => {
  it.each(["base64", "base64url"] as const)("is 32 bytes in %s", (alphabet) => {
    const DOCUMENTS_DATA_KEY = BYTES.toBase64({ alphabet });
    expect(settings({ DOCUMENTS_DATA_KEY }).dataKey).toEqual(BYTES);
    const bare = DOCUMENTS_DATA_KEY.replace("=", "");
    expect(settings({ DOCUMENTS_DATA_KEY: bare }).dataKey).toEqual(BYTES);
    expect(settings({ DOCUMENTS_DATA_KEY }).equipped.dataKey).toBe(true);
  });

  it.each(["", "change-me", BYTES.slice(1).toBase64(), `${BYTES.toBase64()}AAAA`, "é".repeat(43)])(
    "is none when it reads %j",
    (DOCUMENTS_DATA_KEY) => {
      expect(settings({ DOCUMENTS_DATA_KEY }).dataKey).toBeUndefined();
      expect(settings({ DOCUMENTS_DATA_KEY }).equipped.dataKey).toBe(false);
    },
  );
});

it("takes what a variable cannot mean for its default", () => {
  expect(settings({ DOCUMENTS_PHONE_REGION: "us", DOCUMENTS_WRITER: "quill" })).toMatchObject({
    phoneRegion: "US",
    writer: "extractive",
  });
  expect(settings({ DOCUMENTS_PHONE_REGION: "DE", DOCUMENTS_WRITER: "model" })).toMatchObject({
    phoneRegion: "DE",
    writer: "model",
  });
  expect(settings({ DOCUMENTS_LEASE_SECONDS: "0" }).leaseMs).toBe(180_000);
});

it("a deployment writes from sources, whatever its variables", () => {
  expect(Object.keys(compose(env).generators)).toContain("conversational");
});
