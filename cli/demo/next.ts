import { PROGRAM } from '../program-name.ts';

/** What there is to do after the demo. */
export const nextLines = [
  'Nothing of it is left. To go on by yourself:',
  '',
  `  ${PROGRAM} local             the same environment, until you stop it`,
  `  ${PROGRAM} restore --help    ask for restores, here or on AWS`,
  '  npm test                             the tests',
  '  npm run deploy                       the same template on AWS',
];
