import { type Purpose, seal, type Sealed, unseal } from "./sealing.ts";
import type { Mapping } from "./tokens.ts";

/** Whose mapping it is; another document, run or tenant cannot read it. */
export interface MappingOwner {
  tenantId: string;
  documentId: string;
  run: number;
}

const purposeOf = ({ tenantId, documentId, run }: MappingOwner): Purpose => ({
  tenantId,
  info: "almanac/pii/v1",
  context: `${tenantId}:${documentId}:${run}`,
});

export const sealMapping = (
  dataKey: Uint8Array<ArrayBuffer>,
  owner: MappingOwner,
  mapping: Mapping,
): Promise<Sealed> => seal(dataKey, purposeOf(owner), JSON.stringify(mapping));

export const openMapping = async (
  dataKey: Uint8Array<ArrayBuffer>,
  owner: MappingOwner,
  sealed: Sealed,
): Promise<Mapping> => JSON.parse(await unseal(dataKey, purposeOf(owner), sealed)) as Mapping;
