import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Loads bundles as Lambda does, each with its function's variables, and tells what each exports. */
const [, , list] = process.argv;
const told = {};
for (const { name, file, variables } of JSON.parse(readFileSync(list, 'utf8'))) {
  Object.assign(process.env, variables);
  const { handler } = await import(pathToFileURL(file).href);
  told[name] = typeof handler;
}
console.log(JSON.stringify(told));
