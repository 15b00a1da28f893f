// The parts of Node's library that the product uses; nodejs_compat provides them.
declare module "node:zlib" {
  export function crc32(data: string): number;
}
