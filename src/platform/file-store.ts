import type { FileStore } from "#documents";

/** What one call of R2 lists and deletes at most. */
const PAGE = 1_000;

/** Files in R2. */
export const createFileStore = (bucket: R2Bucket): FileStore => ({
  async read(key) {
    const object = await bucket.get(key);
    return object && new Uint8Array(await object.arrayBuffer());
  },
  async open(key, range) {
    const object = await bucket.get(key, range ? { range } : {});
    return object?.body ?? null;
  },
  async write(key, bytes, contentType) {
    await bucket.put(key, bytes, { httpMetadata: { contentType } });
  },
  async writeOnce(key, bytes, contentType, sha256) {
    const options = { httpMetadata: { contentType }, onlyIf: { etagDoesNotMatch: "*" }, sha256 };
    const put = await bucket.put(key, bytes, options);
    const stored = put ?? (await bucket.head(key));
    const digest = stored?.checksums.sha256;
    if (!stored || !digest) throw new Error("the file is not there");
    return { sha256: new Uint8Array(digest).toHex(), size: stored.size };
  },
  async list(prefix, cursor) {
    const page = await bucket.list({ prefix, limit: PAGE, ...(cursor && { cursor }) });
    const files = page.objects.map(({ key, uploaded }) => ({
      key,
      uploadedAt: uploaded.getTime(),
    }));
    return { files, cursor: page.truncated ? page.cursor : null };
  },
  async remove(keys) {
    for (let at = 0; at < keys.length; at += PAGE) await bucket.delete(keys.slice(at, at + PAGE));
  },
});
