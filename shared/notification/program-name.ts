/** How the program is called in commands that people are told to type: this works in every clone. */
export const PROGRAM = 'npx aurora-restore';
