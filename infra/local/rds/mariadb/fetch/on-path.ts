import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** The first program of this name in the folders. */
export const firstProgram = async (
  name: string,
  folders: readonly string[],
): Promise<string | undefined> => {
  for (const folder of folders.filter(isAbsolute)) {
    const candidate = join(folder, name);
    if (await executable(candidate)) return candidate;
  }
  return undefined;
};

export const pathFolders = (path: string | undefined): string[] => (path ?? '').split(delimiter);

const executable = async (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
