import { namesOf } from '../shared/configuration/names.ts';

export type Names = ReturnType<typeof namesOf>;
export { namesOf };
