/** Lists that come in pages, as a whole: for those that stay as short as a practice has people. */

export const LARGEST = 200;

export async function everyPage<T>(load: (pageToken: string) => Promise<{ items: readonly T[]; nextPageToken: string }>): Promise<T[]> {
  const found: T[] = [];
  let token = "";
  do {
    const page = await load(token);
    found.push(...page.items);
    token = page.nextPageToken;
  } while (token);
  return found;
}
