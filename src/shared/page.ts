/** Where a page of a list stands in the whole. */
export interface Pagination {
  total: number;
  limit: number;
  offset: number;
  has_more: boolean;
}

export const pageOf = (
  { limit, offset }: { limit: number; offset: number },
  total: number,
  shown: number,
): Pagination => ({ total, limit, offset, has_more: offset + shown < total && shown > 0 });
