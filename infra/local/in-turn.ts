/** Ends everything once, whoever asks how often, and rejects afterwards with what went wrong first. */
export function inTurn(
  ends: readonly (() => Promise<void>)[],
  last: () => void,
): () => Promise<void> {
  let ending: Promise<void> | undefined;
  const endAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const end of ends) await end().catch((error: unknown) => failures.push(error));
    last();
    if (failures.length > 0) throw failures[0];
  };
  return () => {
    ending ??= endAll();
    return ending;
  };
}
