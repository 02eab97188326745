import { invalidValue } from '../errors.ts';

/** Refuses a master password as RDS does: 8 to 41 printable characters without `/`, `@`, `"` and spaces. */
export const checkMasterPassword = (password: string): void => {
  const invalid = (why: string) =>
    invalidValue(`The parameter MasterUserPassword is not a valid password${why}`);
  if (password.length < 8) throw invalid(' because it is shorter than 8 characters.');
  if (password.length > 41) throw invalid(' because it is longer than 41 characters.');
  if (!/^[!-~]+$/.test(password) || /[/@"]/.test(password))
    throw invalid(`. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`);
};

/** The same for the master user's name. */
export const checkMasterUsername = (name: string): void => {
  if (!/^[a-zA-Z][a-zA-Z0-9_]{0,15}$/.test(name) || name.toLowerCase() === 'rdsadmin')
    throw invalidValue(`The parameter MasterUsername is not valid: ${name}`);
};
