export { PROGRAM } from '../shared/notification/program-name.ts';
