import { describe, expect, it } from "vitest";
import { checkWebhookUrl } from "../../../src/documents/webhooks/webhook-url.ts";

const PUBLIC = [
  "https://example.com/hooks?a=b",
  "https://example.com:8443/",
  "https://EXAMPLE.com",
  "https://xn--bcher-kva.example/",
  "https://bücher.example/",
  "https://8.8.8.8/",
  "https://134744072/",
  "https://[2606:4700:4700::1111]/",
  "https://[::ffff:8.8.8.8]/",
  "https://127.0.0.1.example.com/",
  "https://localhost.example.com/",
  "https://local.example/",
  `https://example.com/${"a".repeat(2_028)}`,
];

/** What a parser turns into an address of this machine or network, in all its disguises. */
const INSIDE = [
  "https://127.0.0.1/",
  "https://127.1/",
  "https://127.0.1",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0x7f.0.0.1/",
  "https://0177.0.0.1/",
  "https://017700000001/",
  "https://127.0.0.1./",
  "https://①②⑦.⓪.⓪.①/",
  "https://127。0。0。1/",
  "https://%31%32%37.0.0.1/",
  "https://0/",
  "https://0.0.0.0/",
  "https://10.1.2.3/",
  "https://172.16.0.1/",
  "https://172.31.255.255/",
  "https://192.168.1.1/",
  "https://169.254.169.254/latest/meta-data",
  "https://0xa9fea9fe/",
  "https://100.64.0.1/",
  "https://100.127.255.255/",
  "https://224.0.0.1/",
  "https://239.255.255.255/",
  "https://240.0.0.1/",
  "https://255.255.255.255/",
  "https://198.18.0.1/",
  "https://192.0.2.1/",
  "https://[::]/",
  "https://[::1]/",
  "https://[0:0:0:0:0:0:0:1]/",
  "https://[::127.0.0.1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://[::ffff:0a00:1]/",
  "https://[::ffff:0:7f00:1]/",
  "https://[64:ff9b::7f00:1]/",
  "https://[64:ff9b:1::a00:1]/",
  "https://[2002:7f00:1::]/",
  "https://[2001:0:1:2:3:4:80ff:fffe]/",
  "https://[fc00::1]/",
  "https://[fd12:3456::1]/",
  "https://[fe80::1]/",
  "https://[fec0::1]/",
  "https://[ff02::1]/",
  "https://[2001:db8::1]/",
  "https://[100::1]/",
  "https://[4000::1]/",
  "https://localhost/",
  "https://LOCALHOST./",
  "https://ⓛocalhost/",
  "https://%6cocalhost/",
  "https://a.localhost/",
  "https://printer.local/",
  "https://printer.local../",
  "https://metadata.google.internal/",
  "https://router.home.arpa/",
  "https://intranet/",
  "https://intranet./",
];

const MALFORMED = [
  "",
  "example.com",
  "//example.com/",
  "http://example.com/",
  "ftp://example.com/",
  "javascript:alert(1)",
  "https://",
  "https://[::1/",
  "https://[fe80::1%25eth0]/",
  "https://256.256.256.256/",
  "https://user@example.com/",
  "https://user:secret@example.com/",
  "https://:secret@example.com/",
  "https://example.com/#part",
  "https://example.com/#",
  `https://example.com/${"a".repeat(2_029)}`,
  // Short as it is written, long as it is sent.
  `https://example.com/${"é".repeat(1_000)}`,
];

it.each(PUBLIC)("may be called: %s", async (url) => {
  expect(await checkWebhookUrl(url, false)).toEqual({ ok: true, url: new URL(url).href });
});

describe("an address of the own network", () => {
  it.each(INSIDE)("is refused: %s", async (url) => {
    const refusal = { ok: false, rule: "must be a public address" };
    expect(await checkWebhookUrl(url, false)).toEqual(refusal);
  });

  it("may be called in development", async () => {
    const verdicts = await Promise.all(INSIDE.map((url) => checkWebhookUrl(url, true)));
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });
});

it.each(MALFORMED)("is never an address: %s", async (url) => {
  for (const anyAddress of [false, true]) {
    expect((await checkWebhookUrl(url, anyAddress)).ok).toBe(false);
  }
});
